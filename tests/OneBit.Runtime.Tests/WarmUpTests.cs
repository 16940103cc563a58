using System.Collections.Concurrent;
using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime.Tests;

public sealed class WarmUpTests
{
    private static readonly float[] Ramp = [.. Enumerable.Range(-6, 12).Select(i => (float)i)];

    [Fact]
    public void Every_step_does_all_its_items_on_zeros_before_the_plan_is_there()
    {
        var probe = new Probe(items: 5);
        ExecutionPlan plan = probe.Plan(elements: 16, warmUp: true);
        Assert.Equal([(0, 5), (0, 5)], probe.Ranges);
        Assert.Equal(2, plan.Steps.Count);
        Assert.Equal(0f, probe.Sum);
    }

    [Fact]
    public void Without_it_nothing_runs()
    {
        var probe = new Probe(items: 5);
        probe.Plan(elements: 16, warmUp: false);
        Assert.Empty(probe.Ranges);
    }

    [Fact]
    public void Steps_of_large_tensors_do_the_first_and_the_last_item()
    {
        var probe = new Probe(items: 5);
        probe.Plan(elements: 1 << 20, warmUp: true);
        Assert.Equal([(0, 1), (0, 1), (4, 5), (4, 5)], probe.Ranges.Order());
    }

    [Fact]
    public void Steps_of_huge_tensors_are_left_out()
    {
        var probe = new Probe(items: 5);
        probe.Plan(elements: 16 << 20, warmUp: true);
        Assert.Empty(probe.Ranges);
    }

    [Fact]
    public void A_step_that_fails_on_zeros_keeps_nobody_from_running()
    {
        var probe = new Probe(items: 5) { Fails = true };
        ExecutionPlan plan = probe.Plan(elements: 16, warmUp: true);
        Assert.Equal(2, probe.Ranges.Count);
        using var runner = new PlannedRunner(plan, threads: 1, profile: false);
        Assert.Throws<DivideByZeroException>(() => runner.Run(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_plan_that_fails_is_not_waited_for()
    {
        var probe = new Probe(items: 5);
        Assert.Throws<ModelFormatException>(() => probe.Plan(elements: 16, warmUp: true, maxMemory: 100));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_leaves_no_trace_in_a_session(bool warmUp)
    {
        using var model = Model.FromGraph(Models.Scaled());
        using Session session = model.CreateSession(new SessionOptions { Profile = true, WarmUp = warmUp });
        Assert.Equal(new float[12], session.Input<float>(0).ToArray());
        Assert.Equal(new float[12], session.Output<float>(0).ToArray());
        Assert.NotNull(session.Profile);
        Assert.Equal(0, session.Profile.Runs);
        Assert.All(Enumerable.Range(0, session.Profile.Plan.Steps.Count), step => Assert.Equal(TimeSpan.Zero, session.Profile.Time(step)));
        Ramp.CopyTo(session.Input<float>(0));
        session.Run(TestContext.Current.CancellationToken);
        Assert.Equal([.. Ramp.Select(x => MathF.Max(0, (2 * x) + 1))], session.Output<float>(0).ToArray());
    }

    [Fact]
    public void Afterwards_a_run_compiles_nothing_more()
    {
        using var model = Model.FromGraph(Convolved());
        using var other = Model.FromGraph(Models.Open());
        using Session caller = other.CreateSession();
        caller.Run([Literal.Of<float>([1, 3], new float[3])], TestContext.Current.CancellationToken);
        using Session session = model.CreateSession();
        using Session reference = model.CreateSession(new SessionOptions { Executor = Executor.Reference });
        Literal[] x = [Literal.Of<float>([1, 9, 9, 3], [.. Enumerable.Range(0, 243).Select(i => (i % 11) - 5f)])];
        session.Run(TestContext.Current.CancellationToken);
        reference.Run(x, TestContext.Current.CancellationToken);

        using var again = Model.FromGraph(Convolved());
        using Session warm = again.CreateSession();
        long before = System.Runtime.JitInfo.GetCompiledMethodCount(currentThread: true);
        warm.Run(TestContext.Current.CancellationToken);
        Assert.Equal(before, System.Runtime.JitInfo.GetCompiledMethodCount(currentThread: true));
        Assert.Equal(reference.Run(x, TestContext.Current.CancellationToken)[0].Values<float>().ToArray(), warm.Run(x, TestContext.Current.CancellationToken)[0].Values<float>().ToArray());
    }

    [Fact]
    public void Kernels_do_not_report_that_they_were_used()
    {
        var kernel = new Reporter();
        Kernel.Rehearse(kernel.Run);
        Assert.False(kernel.Used);
        kernel.Run();
        Assert.True(kernel.Used);
    }

    private static Graph Convolved()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, 9, 9, 3]), "x");
        Value filter = graph.Emit(Literal.Of<float>([8, 3, 3, 3], [.. Enumerable.Range(0, 216).Select(i => (i % 7) - 3f)]));
        graph.SetOutputs(graph.Emit(new Conv2D(), x, filter, null));
        return graph;
    }

    private sealed class Reporter() : Kernel(nameof(Reporter), CpuFeatures.None)
    {
        public void Run() => ReportUse();
    }

    /// <summary>Lowers Unary to steps that note what they are asked to do.</summary>
    private sealed class Probe(int items)
    {
        public bool Fails { get; init; }

        public float Sum { get; private set; }

        public ConcurrentQueue<(int Begin, int End)> Ranges { get; } = new();

        public ExecutionPlan Plan(int elements, bool warmUp, long maxMemory = int.MaxValue)
        {
            var graph = new Graph();
            Value x = graph.AddInput(new TensorType(DType.Float32, [elements]));
            graph.SetOutputs(graph.Emit(new Unary { Kind = UnaryKind.Neg }, graph.Emit(new Unary { Kind = UnaryKind.Neg }, x)));
            return ExecutionPlan.Create(graph, maxMemory, [Lowering.Of<Unary>((_, node) => new Noting(this, node.Operand(0), items))], warmUp: warmUp);
        }

        private sealed class Noting(Probe probe, Slot input, int items) : Step
        {
            public override string Kernel => nameof(Noting);

            public override int WorkItems => items;

            public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
            {
                probe.Ranges.Enqueue((begin, end));
                foreach (float value in context.Read<float>(input))
                    probe.Sum += Math.Abs(value);
                if (probe.Fails)
                    throw new DivideByZeroException();
            }
        }
    }
}
