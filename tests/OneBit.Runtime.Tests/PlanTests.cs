using OneBit.IR;
using OneBit.Tensors;

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
        session.Run(x, y, TestContext.Current.CancellationToken);
        return y;
    }
}
