using OneBit.IR;
using OneBit.Tensors;
using OneBit.Testing;

namespace OneBit.Runtime.Tests;

public sealed class PlanTests
{
    private const long Plenty = 1 << 20;

    [Fact]
    public void Elementwise_steps_write_over_operands_that_nothing_else_needs_and_reshapes_copy_nothing()
    {
        ExecutionPlan plan = ExecutionPlan.Create(Models.Scaled(), Plenty);
        // The input stays, all else shares one buffer of 48 bytes, rounded up to a cache line.
        Assert.Equal(2 * 64, plan.ArenaSize);
        Assert.Equal(2, plan.Steps.Count);
        Assert.Equal([2 * 64, 2 * 64], plan.LiveBytes);
    }

    [Fact]
    public void An_operand_that_is_repeated_is_not_written_over()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [4]));
        Value row = graph.Emit(new Unary { Kind = UnaryKind.Neg }, x);
        Value column = graph.Emit(Literal.Of<float>(new TensorType(DType.Float32, [3, 1]), [10f, 20f, 30f]));
        Value sum = graph.Emit(new Binary { Kind = BinaryKind.Add }, row, column);
        graph.SetOutputs(graph.Emit(new Reduce { Kind = ReduceKind.Sum }, sum, graph.Emit(Literal.Vector(0))));
        Assert.Equal([57f, 54f, 51f, 48f], Run(graph, 1, 2, 3, 4));
    }

    [Fact]
    public void An_output_is_kept_from_its_step_to_the_end()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [4]));
        Value early = graph.Emit(new Unary { Kind = UnaryKind.Neg }, x);
        Value between = graph.Emit(new Binary { Kind = BinaryKind.Mul }, x, graph.Emit(Literal.Scalar(2f)));
        Value late = graph.Emit(new Reduce { Kind = ReduceKind.Sum }, between, graph.Emit(Literal.Vector(0)));
        graph.SetOutputs(early, late);
        Assert.Equal([-1f, -2f, -3f, -4f], Run(graph, 1, 2, 3, 4));
    }

    [Fact]
    public void As_much_memory_as_the_arena_takes_is_enough_and_a_byte_less_is_not()
    {
        Assert.Equal(128, ExecutionPlan.Create(Models.Scaled(), maxMemory: 128).ArenaSize);
        var error = Assert.Throws<ModelFormatException>(() => ExecutionPlan.Create(Models.Scaled(), maxMemory: 127));
        Assert.Equal("128 bytes", error.Actual);
    }

    [Fact]
    public void A_single_tensor_may_take_all_the_memory_and_no_more()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [16]), "x");
        graph.SetOutputs(x);
        Assert.Equal(64, ExecutionPlan.Create(graph, maxMemory: 64).ArenaSize);
        Assert.Equal("x", Assert.Throws<ModelFormatException>(() => ExecutionPlan.Create(graph, maxMemory: 63)).TensorName);
    }

    [Fact]
    public void Constants_need_no_memory_of_the_arena()
    {
        var graph = new Graph();
        graph.SetOutputs(graph.AddInput(new TensorType(DType.Float32, [4])), graph.Emit(Literal.Vector(new float[1000])));
        Assert.Equal(64, ExecutionPlan.Create(graph, maxMemory: 64).ArenaSize);
    }

    [Fact]
    public void Scratch_is_enough_for_every_step_in_whole_cache_lines()
    {
        using var model = Model.Load(Path.Combine(Shared.Repository, "samples", "fashion", "bipolar-plain.tflite"));
        ExecutionPlan plan = ExecutionPlan.Create(model.Graph, Plenty);
        int most = plan.Steps.Max(step => step.ScratchBytes);
        Assert.InRange(most, 1, int.MaxValue);
        Assert.Equal((most + 63) / 64 * 64, plan.ScratchBytesPerThread);
    }

    [Fact]
    public void An_operand_that_is_read_later_is_not_written_over()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [4]));
        Value a = graph.Emit(new Unary { Kind = UnaryKind.Neg }, x);
        Value b = graph.Emit(new Unary { Kind = UnaryKind.Relu }, a);
        graph.SetOutputs(graph.Emit(new Binary { Kind = BinaryKind.Sub }, b, a));
        Assert.Equal([1f, 0f, 0f, 0f], Run(graph, 1, -2, 0, -4));
    }

    [Fact]
    public void Outputs_that_are_inputs_aliases_or_constants_come_out()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [4]));
        Value reshaped = graph.Emit(new Reshape { Shape = [2, 2] }, x);
        graph.SetOutputs(x, reshaped, graph.Emit(Literal.Vector(7f)), reshaped);
        using var runner = new PlannedRunner(ExecutionPlan.Create(graph, Plenty), threads: 1, profile: false);
        runner.Input(0).Fill(1);
        runner.Run(TestContext.Current.CancellationToken);
        Assert.Equal(runner.Input(0).ToArray(), runner.Output(0).ToArray());
        Assert.Equal(runner.Input(0).ToArray(), runner.Output(1).ToArray());
        Assert.Equal(runner.Input(0).ToArray(), runner.Output(3).ToArray());
        Assert.Equal(BitConverter.GetBytes(7f), runner.Output(2).ToArray());
    }

    [Fact]
    public void An_op_without_a_fast_path_runs_as_a_plain_loop()
    {
        ExecutionPlan plan = ExecutionPlan.Create(Models.Scaled(), Plenty, lowerings: []);
        Assert.All(plan.Steps, step => Assert.Equal("reference", step.Kernel));
        using var runner = new PlannedRunner(plan, threads: 2, profile: false);
        runner.Run(TestContext.Current.CancellationToken);
        Assert.Equal(1f, BitConverter.ToSingle(runner.Output(0)));
    }

    [Fact]
    public void Every_lowering_is_of_an_op_that_exists() =>
        Assert.All(Lowerings.All, row => Assert.Contains(OpTable.All, schema => schema.Default.GetType() == row.Op));

    private static float[] Run(Graph graph, params float[] x)
    {
        using var model = Model.FromGraph(graph);
        using Session session = model.CreateSession();
        float[] y = new float[x.Length];
        x.CopyTo(session.Input<float>(0));
        session.Run(TestContext.Current.CancellationToken);
        session.Output<float>(0).CopyTo(y);
        return y;
    }
}
