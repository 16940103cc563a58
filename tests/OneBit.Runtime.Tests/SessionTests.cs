using System.Numerics.Tensors;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime.Tests;

public sealed class SessionTests
{
    private static readonly float[] Ramp = [.. Enumerable.Range(-6, 12).Select(i => (float)i)];
    private static readonly float[] ScaledRamp = [.. Ramp.Select(x => MathF.Max(0, (2 * x) + 1))];

    [Fact]
    public void A_tensor_goes_in_and_a_tensor_comes_out()
    {
        using var model = Model.FromGraph(Models.Scaled());
        using Session session = model.CreateSession();
        Tensor<float> y = session.Run(Tensor.Create(Ramp, [1, 2, 2, 3]), TestContext.Current.CancellationToken);
        Assert.Equal([1, 12], y.Lengths.ToArray());
        Assert.Equal(ScaledRamp, y.ToArray());
    }

    [Fact]
    public void Inputs_and_outputs_have_the_names_of_tensors_and_of_signatures()
    {
        using var model = Model.FromGraph(Models.Scaled());
        using Session session = model.CreateSession();
        Ramp.CopyTo(session.Input<float>("image"));
        Assert.Equal(Ramp, session.Input<float>("x").ToArray());
        session.Run(TestContext.Current.CancellationToken);
        Assert.Equal(ScaledRamp, session.Output<float>("scores").ToArray());
        Assert.Equal(ScaledRamp, session.Output<float>("y").ToArray());
        Assert.Contains("image", Assert.Throws<ArgumentException>(() => session.Input<float>("picture")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_inputs_and_outputs_go_by_order_or_by_name()
    {
        using var model = Model.FromGraph(Models.SumAndDifference());
        using Session session = model.CreateSession();
        var inputs = new Dictionary<string, Tensor<float>> { ["b"] = Tensor.Create([1f, 2f]), ["a"] = Tensor.Create([5f, 5f]) };
        var named = session.Run(inputs, TestContext.Current.CancellationToken);
        Assert.Equal([6f, 7f], named["sum"].ToArray());
        Assert.Equal([4f, 3f], named["difference"].ToArray());
        var ordered = session.Run([inputs["a"], inputs["b"]], TestContext.Current.CancellationToken);
        Assert.Equal([4f, 3f], ordered[1].ToArray());
    }

    [Fact]
    public void Inputs_stay_as_they_are_from_run_to_run()
    {
        using var model = Model.FromGraph(Models.Scaled());
        using Session session = model.CreateSession();
        Ramp.CopyTo(session.Input<float>(0));
        session.Run(TestContext.Current.CancellationToken);
        session.Run(TestContext.Current.CancellationToken);
        Assert.Equal(ScaledRamp, session.Output<float>(0).ToArray());
    }

    [Fact]
    public void A_batch_is_planned_anew_and_constant_reshapes_follow_it()
    {
        using var model = Model.FromGraph(Models.Scaled());
        using Session session = model.CreateSession(new SessionOptions { Batch = 3 });
        float[] three = [.. Ramp, .. Ramp, .. Ramp];
        Tensor<float> y = session.Run(Tensor.Create(three, [3, 2, 2, 3]), TestContext.Current.CancellationToken);
        Assert.Equal([3, 12], y.Lengths.ToArray());
        Assert.Equal([.. ScaledRamp, .. ScaledRamp, .. ScaledRamp], y.ToArray());
    }

    [Fact]
    public void An_op_that_mixes_the_batch_with_other_dimensions_is_named()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, 3]), "x");
        graph.SetOutputs(graph.Emit(new Transpose(), x, graph.Emit(Literal.Vector(1, 0))));
        using var model = Model.FromGraph(graph);
        var refused = Assert.Throws<UnsupportedModelException>(() => model.CreateSession(new SessionOptions { Batch = 2 }));
        Assert.Equal("Transpose", refused.OpName);
    }

    [Fact]
    public void Open_dimensions_are_planned_on_the_first_run_and_again_where_they_change()
    {
        using var model = Model.FromGraph(Models.Open());
        using Session session = model.CreateSession();
        Assert.Throws<InvalidOperationException>(() => session.Input<float>(0).Length);
        Assert.Equal([0, 2, 0], session.Run(Tensor.Create([-1f, 2f, -3f], [1, 3]), TestContext.Current.CancellationToken).ToArray());
        Assert.Equal([2, 3], session.Run(Tensor.Create(new float[6], [2, 3]), TestContext.Current.CancellationToken).Lengths.ToArray());
        using Session fixedShape = model.CreateSession(new SessionOptions { InputShapes = new Dictionary<string, Shape> { ["x"] = [4, 3] } });
        Assert.Equal(12, fixedShape.Input<float>(0).Length);
    }

    [Fact]
    public void Wrong_shapes_types_and_counts_are_the_callers_fault()
    {
        using var model = Model.FromGraph(Models.Scaled());
        using Session session = model.CreateSession();
        CancellationToken none = TestContext.Current.CancellationToken;
        string message = Assert.Throws<ArgumentException>(() => session.Run(Tensor.Create(new float[9], [1, 3, 3, 1]), none)).Message;
        Assert.Contains("[1,2,2,3]", message, StringComparison.Ordinal);
        Assert.Contains("[1,3,3,1]", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => session.Run<int, float>(Tensor.Create(new int[12], [1, 2, 2, 3]), none));
        Assert.Throws<ArgumentException>(() => session.Input<byte>(0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Output<float>(1).Length);
        Assert.Throws<ArgumentException>(() => session.Run(Ramp.AsSpan(0, 5), new float[12], none));
        Assert.Throws<ArgumentException>(() => session.Run(Ramp, new float[11], none));
        Assert.Throws<ArgumentException>(() => session.Run((IReadOnlyList<Literal>)[], none));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.CreateSession(new SessionOptions { Threads = 0 }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Runs_over_the_callers_memory_allocate_nothing(int threads)
    {
        using var model = Model.FromGraph(Models.Scaled());
        using Session session = model.CreateSession(new SessionOptions { Threads = threads });
        float[] y = new float[12];
        for (int i = 0; i < 100; i++)
            session.Run(Ramp, y, CancellationToken.None);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            session.Run(Ramp, y, CancellationToken.None);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(ScaledRamp, y);
    }

    [Fact]
    public void A_cancelled_run_ends_and_the_session_runs_again()
    {
        using var model = Model.FromGraph(Models.Scaled());
        using Session session = model.CreateSession();
        Assert.Throws<OperationCanceledException>(() => session.Run(new CancellationToken(canceled: true)));
        session.Run(TestContext.Current.CancellationToken);
        Assert.Equal(1, session.Output<float>(0)[0]);
    }

    [Fact]
    public async Task Runs_of_a_task_give_the_same()
    {
        using var model = Model.FromGraph(Models.Scaled());
        using Session session = model.CreateSession();
        float[] y = new float[12];
        await session.RunAsync(Ramp, y, TestContext.Current.CancellationToken);
        Assert.Equal(ScaledRamp, y);
    }

    [Fact]
    public void Sessions_of_one_model_run_at_the_same_time_with_the_same_results()
    {
        using var model = Model.FromGraph(Models.Scaled());
        Parallel.For(0, 6, i =>
        {
            using Session session = model.CreateSession(new SessionOptions { Threads = 1 + (i % 2) });
            float[] y = new float[12];
            for (int run = 0; run < 100; run++)
            {
                session.Run(Ramp, y);
                Assert.Equal(ScaledRamp, y);
            }
        });
    }

    [Fact]
    public void The_reference_executor_gives_the_same()
    {
        using var model = Model.FromGraph(Models.Scaled(), new ModelOptions { Executor = Executor.Reference });
        using Session session = model.CreateSession();
        float[] y = new float[12];
        session.Run(Ramp, y, TestContext.Current.CancellationToken);
        Assert.Equal(ScaledRamp, y);
        Assert.Null(session.Plan);
    }

    [Fact]
    public void Profiles_count_runs_and_name_steps()
    {
        using var model = Model.FromGraph(Models.Scaled());
        using Session session = model.CreateSession(new SessionOptions { Profile = true });
        session.Run(TestContext.Current.CancellationToken);
        session.Run(TestContext.Current.CancellationToken);
        Assert.NotNull(session.Profile);
        Assert.Equal(2, session.Profile.Runs);
        Assert.Equal(["Binary", "Binary"], session.Profile.Plan.Steps.Select(step => step.Op));
    }

    [Fact]
    public void A_model_that_needs_more_memory_than_allowed_is_refused()
    {
        using var model = Model.FromGraph(Models.Scaled(), new ModelOptions { MaxMemory = 100 });
        Assert.Contains("MaxMemory", Assert.Throws<ModelFormatException>(() => model.CreateSession()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposed_sessions_and_models_say_so()
    {
        var model = Model.FromGraph(Models.Scaled());
        Session session = model.CreateSession();
        session.Dispose();
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Run(TestContext.Current.CancellationToken));
        Assert.Throws<ObjectDisposedException>(() => session.Input<float>(0).Length);
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.CreateSession());
    }
}
