using OneBit.Passes;
using OneBit.Tensors;
using Xunit;
using static OneBit.Passes.Rule;

namespace OneBit.IR.Tests.Rewriting;

/// <summary>The driver: order, names, types, budget, stopping, watching, and whom it blames.</summary>
public sealed class PassRunnerTests
{
    private const string NegNeg = """
        graph @g(%x: f32[2] "in") {
          %a = Unary(%x) {kind = neg} "a"
          %b = Unary(%a) {kind = neg} "b"
          %c = Unary(%b) {kind = neg} "c"
          %d = Unary(%c) {kind = neg} "d"
          %e = Unary(%d) {kind = abs} "e"
          return %e
        }
        """;

    private static readonly PassOptions EachStep = new() { VerifyEachStep = true };

    [Fact]
    public void Rules_are_applied_until_none_applies()
    {
        Graph graph = GraphParser.Parse(NegNeg);
        PassTrace trace = Run(graph, [Of(Exact(DoubleNegation))], EachStep);
        Assert.Equal(["abs"], graph.Nodes.Select(n => Words.Of(((Unary)n.Op).Kind)));
        Assert.Equal(["1 test/DoubleNegation: Unary 'b'", "2 test/DoubleNegation: Unary 'd'"], trace.Steps.Select(s => s.ToString()));
        Assert.Equal(Promise.Exact, trace.Promise);
    }

    [Fact]
    public void One_rule_that_rounds_makes_the_trace_rounding() =>
        Assert.Equal(Promise.Rounding, Run(GraphParser.Parse(NegNeg), [Of(Rounding(DoubleNegation))]).Promise);

    [Fact]
    public void A_new_node_stands_where_the_old_one_stood_and_has_its_name_and_type()
    {
        Graph graph = GraphParser.Parse("""
            graph @g(%x: f32[2]) {
              %q = Quantize(%x) : i8[2]{scale 0.5, zero 3} "q"
              %r = Unary(%q) {kind = relu} : i8[2]{scale 0.25, zero 1} "r"
              %d = Dequantize(%r) "d"
              return %d
            }
            """);
        Run(graph, [Of(Exact(ReluToAbs))], EachStep);
        Value replaced = graph.Nodes[1].Results[0];
        Assert.Equal(UnaryKind.Abs, Assert.IsType<Unary>(replaced.Op).Kind);
        Assert.Equal("r", replaced.Name);
        Assert.Equal(new Quantization(0.25f, 1), replaced.Type.Quantization);
        Assert.Equal(["Quantize", "Unary", "Dequantize"], graph.Nodes.Select(n => n.Op.Schema.Name));
    }

    [Fact]
    public void An_output_keeps_its_name_where_an_earlier_value_stands_in()
    {
        Graph graph = GraphParser.Parse("""graph @g(%x: f32[2]) { %a = Unary(%x) {kind = abs} "a" %b = Cast(%a) "result" return %b }""");
        Run(graph, Pipelines.Load, EachStep);
        Assert.Equal("result", Assert.Single(graph.Outputs).Name);
        Assert.Single(graph.Nodes);
    }

    [Theory]
    [InlineData("""graph @g(%x: f32[2] "in") { %b = Cast(%x) "result" return %b }""")]
    [InlineData("""graph @g(%x: f32[2]) { %a = Unary(%x) {kind = abs} "one" %b = Cast(%a) "two" return %a, %b }""")]
    public void An_identity_stays_where_an_output_would_lose_its_name(string text)
    {
        Graph graph = GraphParser.Parse(text);
        string before = GraphPrinter.Print(graph);
        Assert.Empty(Run(graph, Pipelines.Load, EachStep).Steps);
        Assert.Equal(before, GraphPrinter.Print(graph));
    }

    [Fact]
    public void Each_result_of_a_node_is_replaced_for_itself()
    {
        Graph graph = GraphParser.Parse("""
            graph @g(%x: f32[1,2]) {
              %a, %b, %c = Split(i32[] 1, f32[1,6] [1, 2, 3, 4, 5, 6]) {count = 3}
              %d = Binary(%x, %c) {kind = add}
              %e = Binary(%d, %a) {kind = mul}
              return %e
            }
            """);
        PassTrace trace = Run(graph, [FoldConstants.Pass], EachStep);
        Assert.Equal(2, trace.Steps.Count);
        Assert.Equal([1f, 2f, 5f, 6f], graph.Nodes.Where(n => n.Op is Constant).SelectMany(n => n.Results[0].Constant!.Values<float>().ToArray()));
        Assert.Equal(4, graph.Nodes.Count);
    }

    [Fact]
    public void A_rule_that_runs_in_circles_is_named()
    {
        var thrown = Assert.Throws<PassException>(() => Run(GraphParser.Parse(NegNeg), [Of(Exact(DoubleNegation), Exact(AddNegations))]));
        Assert.Equal("test", thrown.PassName);
        Assert.Contains("no rest after", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("AddNegations", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("DoubleNegation", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void The_budget_counts_the_steps_of_a_pass(int budget, bool suffices)
    {
        var thrown = Record.Exception(() => Run(GraphParser.Parse(NegNeg), [Of(Exact(DoubleNegation))], new PassOptions { StepBudget = budget }));
        Assert.Equal(suffices, thrown is null);
    }

    [Theory]
    [InlineData("0", 5)]
    [InlineData("1", 3)]
    [InlineData("2", 1)]
    [InlineData("99", 1)]
    [InlineData("nothing", 5)]
    [InlineData("test", 1)]
    public void A_run_stops_after_a_step_or_a_pass(string stopAfter, int nodes)
    {
        Graph graph = GraphParser.Parse(NegNeg);
        Run(graph, [new Pass("nothing", "Does nothing."), Of(Exact(DoubleNegation))], new PassOptions { StopAfter = StopAfter.Parse(stopAfter) });
        Verifier.Check(graph);
        Assert.Equal(nodes, graph.Nodes.Count);
    }

    [Fact]
    public void Stopping_after_a_pass_that_does_not_exist_lists_those_that_do()
    {
        var thrown = Assert.Throws<ArgumentException>(() => Run(GraphParser.Parse(NegNeg), Pipelines.Load, new PassOptions { StopAfter = StopAfter.Parse("fuse") }));
        Assert.Contains("fuse-activation", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Watchers_see_a_well_formed_graph_behind_each_step_and_pass()
    {
        var seen = new List<string>();
        Graph graph = GraphParser.Parse(NegNeg);
        Run(graph, [RemoveDeadNodes.Pass, Of(Exact(DoubleNegation))], new PassOptions
        {
            AfterStep = (step, g) => seen.Add($"{step.Number}: {g.Nodes.Count}, {Verifier.Problems(g).Count} problems"),
            AfterPass = (pass, g) => seen.Add($"{pass}: {g.Nodes.Count}"),
        });
        Assert.Equal(["remove-dead-nodes: 5", "1: 3, 0 problems", "2: 1, 0 problems", "test: 1"], seen);
    }

    [Fact]
    public void A_graph_function_is_a_step_only_where_it_changed_something()
    {
        Graph graph = GraphParser.Parse("graph @g(%x: f32[2]) { %a = Unary(%x) {kind = abs} %b = Unary(%x) {kind = neg} return %b }");
        Assert.Equal(["1 remove-dead-nodes"], Run(graph, [RemoveDeadNodes.Pass, RemoveDeadNodes.Pass]).Steps.Select(s => s.ToString()));
    }

    [Fact]
    public void A_cancelled_run_leaves_a_well_formed_graph()
    {
        using var source = new CancellationTokenSource();
        Graph graph = GraphParser.Parse(NegNeg);
        Assert.Throws<OperationCanceledException>(() => PassRunner.Run(graph, [Of(Exact(DoubleNegation))], new PassOptions { AfterStep = (_, _) => source.Cancel() }, source.Token));
        Verifier.Check(graph);
        Assert.Equal(3, graph.Nodes.Count);
    }

    [Fact]
    public void What_a_rule_emitted_before_it_refused_is_gone()
    {
        Graph graph = GraphParser.Parse(NegNeg);
        string before = GraphPrinter.Print(graph);
        Assert.Empty(Run(graph, [Of(Exact(EmitAndRefuse))], EachStep).Steps);
        Assert.Equal(before, GraphPrinter.Print(graph));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void The_rule_that_broke_the_graph_is_named(Rule rule, string complaint)
    {
        var thrown = Assert.Throws<PassException>(() => Run(GraphParser.Parse(NegNeg), [Of(rule)], EachStep));
        Assert.Equal(rule.Name, thrown.RuleName);
        Assert.StartsWith($"test/{rule.Name}: ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_that_is_ill_formed_from_the_start_is_the_models_fault()
    {
        var graph = new Graph();
        graph.Emit(Neg, graph.AddInput(new TensorType(DType.Float32, [2])));
        Assert.Throws<ModelFormatException>(() => Run(graph, [Of(Exact(DoubleNegation))], EachStep));
    }

    public static TheoryData<Rule, string> Faults => new()
    {
        { Exact(ReturnRoot), "for itself" },
        { Exact(WrapRoot), "reads it" },
        { Exact(ChangeShape), "replaces" },
        { Exact(ChangeElement), "replaces" },
        { Exact(EmitNonsense), "emitted an ill-formed Binary" },
        { Exact(UseLaterValue), "left an ill-formed graph" },
    };

    private static PassTrace Run(Graph graph, IReadOnlyList<Pass> passes, PassOptions? options = null) => PassRunner.Run(graph, passes, options, TestContext.Current.CancellationToken);

    private static Pass Of(params Rule[] rules) => new("test", "Under test.") { Rules = rules };

    private static Value? DoubleNegation(Value root, Rewriter g) => root switch
    {
        (Unary { Kind: UnaryKind.Neg }, [(Unary { Kind: UnaryKind.Neg }, [{ } x])]) => x,
        _ => null,
    };

    private static Value? AddNegations(Value root, Rewriter g) => root switch
    {
        (Unary { Kind: UnaryKind.Abs } abs, [{ } x]) => g.Emit(abs, g.Emit(Neg, g.Emit(Neg, x))),
        _ => null,
    };

    private static Value? ReluToAbs(Value root, Rewriter g) => root switch
    {
        (Unary { Kind: UnaryKind.Relu } relu, [{ } x]) => g.Emit(relu with { Kind = UnaryKind.Abs }, x),
        _ => null,
    };

    private static Value? EmitAndRefuse(Value root, Rewriter g) => root.Op is Unary && g.Emit(Neg, root.Producer!.Operands).IsUnused ? null : root;

    private static Value? ReturnRoot(Value root, Rewriter g) => root;

    private static Value? WrapRoot(Value root, Rewriter g) => g.Emit(Neg, root);

    private static Value? ChangeShape(Value root, Rewriter g) => g.Emit(Literal.Scalar(1f));

    private static Value? ChangeElement(Value root, Rewriter g) => g.Emit(new Cast { To = DType.Int32 }, root.Producer!.Operands);

    private static Value? EmitNonsense(Value root, Rewriter g) => g.Emit(new Binary(), g.Emit(Literal.Vector(1f, 2f)), g.Emit(Literal.Vector(1f, 2f, 3f)));

    // Its own reader comes later, so the graph has no order any more.
    private static Value? UseLaterValue(Value root, Rewriter g) => root.Users is [{ } user] && user.Results[0] is { IsUnused: false } later ? g.Emit(Neg, later) : null;

    private static Unary Neg => new() { Kind = UnaryKind.Neg };
}
