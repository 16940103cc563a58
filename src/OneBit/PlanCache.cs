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
    private readonly List<Entry> plans = [];

    public Runner CreateRunner(IReadOnlyList<Shape> inputShapes, KernelChoices choices, SessionOptions options, bool warmUp)
    {
        if (Find(inputShapes, choices) is { } known)
            return new PlannedRunner(known, options.Threads, options.Profile, warmUp);
        Graph shaped = GraphShapes.WithInputs(graph, inputShapes);
        if (!ExecutionPlan.IsPlannable(shaped))
            return new ReferenceRunner(shaped);
        PassRunner.Run(shaped, Pipelines.Plan);
        ExecutionPlan plan = ExecutionPlan.Create(shaped, maxMemory, choices: choices, warmUp: warmUp);
        Add(inputShapes, choices, plan);
        return new PlannedRunner(plan, options.Threads, options.Profile, warmUp);
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
            return plans.Find(entry => ReferenceEquals(entry.Choices, choices) && entry.IsFor(inputShapes))?.Plan;
    }

    private void Add(IReadOnlyList<Shape> inputShapes, KernelChoices choices, ExecutionPlan plan)
    {
        lock (gate)
        {
            if (plans.Count == MaxPlans)
                plans.RemoveAt(0);
            plans.Add(new Entry(inputShapes, choices, plan));
        }
    }

    private sealed record Entry(IReadOnlyList<Shape> Shapes, KernelChoices Choices, ExecutionPlan Plan)
    {
        public bool IsFor(IReadOnlyList<Shape> inputShapes)
        {
            for (int i = 0; i < Shapes.Count; i++)
            {
                if (Shapes[i] != inputShapes[i])
                    return false;
            }
            return true;
        }
    }
}
