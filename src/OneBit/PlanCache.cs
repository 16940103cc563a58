using OneBit.IR;
using OneBit.Passes;
using OneBit.Runtime;
using OneBit.Tensors;

namespace OneBit;

/// <summary>The plans of a model, one per set of input shapes and of kernel choices. Safe for several threads.</summary>
internal sealed class PlanCache(Graph graph, long maxMemory)
{
    private const int MaxPlans = 8;

    private readonly Lock gate = new();
    private readonly List<(IReadOnlyList<Shape> Shapes, KernelChoices Choices, ExecutionPlan Plan)> plans = [];

    public Runner CreateRunner(IReadOnlyList<Shape> inputShapes, KernelChoices choices, int threads, bool profile)
    {
        if (Find(inputShapes, choices) is { } known)
            return new PlannedRunner(known, threads, profile);
        Graph shaped = GraphShapes.WithInputs(graph, inputShapes);
        if (!ExecutionPlan.IsPlannable(shaped))
            return new ReferenceRunner(shaped);
        PassRunner.Run(shaped, Pipelines.Plan);
        ExecutionPlan plan = ExecutionPlan.Create(shaped, maxMemory, choices: choices);
        Add(inputShapes, choices, plan);
        return new PlannedRunner(plan, threads, profile);
    }

    /// <summary>Forgets all plans, and with them the packed weights.</summary>
    public void Clear()
    {
        lock (gate)
            plans.Clear();
    }

    private ExecutionPlan? Find(IReadOnlyList<Shape> inputShapes, KernelChoices choices)
    {
        lock (gate)
            return plans.FirstOrDefault(entry => ReferenceEquals(entry.Choices, choices) && entry.Shapes.SequenceEqual(inputShapes)).Plan;
    }

    private void Add(IReadOnlyList<Shape> inputShapes, KernelChoices choices, ExecutionPlan plan)
    {
        lock (gate)
        {
            if (plans.Count == MaxPlans)
                plans.RemoveAt(0);
            plans.Add((inputShapes, choices, plan));
        }
    }
}
