using System.Runtime.CompilerServices;
using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>A graph made ready to run for one set of input shapes: steps in order and the place of every tensor in an arena. Immutable; sessions share it.</summary>
public sealed class ExecutionPlan
{
    internal ExecutionPlan(IReadOnlyList<Step> steps, Place[] places, int arenaSize)
    {
        Steps = steps;
        Places = places;
        ArenaSize = arenaSize;
        int scratch = 0;
        foreach (Step step in steps)
            scratch = Math.Max(scratch, step.ScratchBytes);
        ScratchBytesPerThread = checked(scratch + AlignedBuffer.Alignment - 1) & -AlignedBuffer.Alignment;
    }

    /// <summary>The graph that the steps compute.</summary>
    public required Graph Graph { get; init; }

    /// <summary>The steps in order of execution.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>What kernels were chosen for, step by step, equal jobs once.</summary>
    public IEnumerable<KernelJob> KernelJobs => Steps.Select(step => step.Job).OfType<KernelJob>().Distinct();

    /// <summary>Bytes of the arena that holds all tensors of a session.</summary>
    public int ArenaSize { get; }

    /// <summary>Bytes of scratch that each thread has.</summary>
    public int ScratchBytesPerThread { get; }

    /// <summary>For each step, the bytes of tensors that are needed while it runs; the largest is what no arena can be smaller than.</summary>
    public required IReadOnlyList<long> LiveBytes { get; init; }

    /// <summary>Types of the inputs, in the model's order.</summary>
    public required IReadOnlyList<TensorType> InputTypes { get; init; }

    /// <summary>Types of the outputs, in the model's order.</summary>
    public required IReadOnlyList<TensorType> OutputTypes { get; init; }

    internal Place[] Places { get; }

    internal IReadOnlyList<Slot> Inputs { get; init; } = [];

    internal IReadOnlyList<Slot> Outputs { get; init; } = [];

    /// <summary>Makes a plan.</summary>
    /// <param name="graph">A graph in which every shape is known (<see cref="IsPlannable"/>).</param>
    /// <param name="maxMemory">The most bytes that the tensors may take together.</param>
    /// <param name="lowerings">What has a fast path; null for the usual table.</param>
    /// <param name="choices">Kernels for convolutions; null to leave them to the cost models.</param>
    /// <param name="warmUp">Has the kernels compiled before this returns, unless the program was compiled as a whole: by this thread and, where there are more processors than one, a second one.</param>
    /// <exception cref="ModelFormatException">The tensors need more memory than that.</exception>
    public static ExecutionPlan Create(Graph graph, long maxMemory, IReadOnlyList<Lowering>? lowerings = null, KernelChoices? choices = null, bool warmUp = false)
    {
        ArgumentNullException.ThrowIfNull(graph);
        using Rehearsal? rehearsal = warmUp && RuntimeFeature.IsDynamicCodeCompiled ? new Rehearsal() : null;
        ExecutionPlan plan = new PlanBuilder(graph, lowerings ?? Lowerings.All, maxMemory, choices ?? KernelChoices.None, rehearsal).Build();
        rehearsal?.Finish();
        return plan;
    }

    /// <summary>True where every shape is known before the first run.</summary>
    public static bool IsPlannable(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Inputs.All(input => input.Type.Shape.IsStatic) && graph.Nodes.All(node => node.Results.All(result => result.Type.Shape.IsStatic));
    }
}
