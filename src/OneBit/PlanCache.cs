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
        if (executor == Executor.Auto && Find(inputShapes) is { } known)
            return new PlannedRunner(known, threads, profile);
        Graph shaped = GraphShapes.WithInputs(graph, inputShapes);
        if (executor == Executor.Reference || !ExecutionPlan.IsPlannable(shaped))
            return new ReferenceRunner(shaped);
        ExecutionPlan plan = ExecutionPlan.Create(shaped, maxMemory);
        Add(inputShapes, plan);
        return new PlannedRunner(plan, threads, profile);
    }

    /// <summary>Forgets all plans, and with them the packed weights.</summary>
    public void Clear()
    {
        lock (gate)
            plans.Clear();
    }

    private ExecutionPlan? Find(IReadOnlyList<Shape> inputShapes)
    {
        lock (gate)
            return plans.FirstOrDefault(entry => entry.Shapes.SequenceEqual(inputShapes)).Plan;
    }

    private void Add(IReadOnlyList<Shape> inputShapes, ExecutionPlan plan)
    {
        lock (gate)
        {
            if (plans.Count == MaxPlans)
                plans.RemoveAt(0);
            plans.Add((inputShapes, plan));
        }
    }
}
