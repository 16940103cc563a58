using OneBit.Kernels;

namespace OneBit.Runtime;

/// <summary>
/// One operation of a plan with everything that does not change between runs: packed weights, shapes, the kernel chosen. Immutable; sessions share it.
/// The work is divided into items; threads execute disjoint ranges of them.
/// </summary>
public abstract class Step
{
    /// <summary>The op's name.</summary>
    public string Op { get; internal set; } = string.Empty;

    /// <summary>The name of the first result in the model, or empty.</summary>
    public string Name { get; internal set; } = string.Empty;

    /// <summary>The kernel's recipe name; <c>reference</c> where a plain loop does the work.</summary>
    public abstract string Kernel { get; }

    /// <summary>What the kernel was chosen for; null where there was nothing to choose by measuring.</summary>
    public KernelJob? Job { get; init; }

    /// <summary>What the step reads from the arena or from constants of the model.</summary>
    public IReadOnlyList<Slot> Reads { get; internal set; } = [];

    /// <summary>What the step writes, all of it.</summary>
    public IReadOnlyList<Slot> Writes { get; internal set; } = [];

    /// <summary>Work items; 1 where the work cannot be divided.</summary>
    public virtual int WorkItems => 1;

    /// <summary>Bytes of scratch that each thread needs.</summary>
    public virtual int ScratchBytes => 0;

    /// <summary>True where the first result may lie in the memory of an operand of the same size: element i is read before it is written, by the same thread.</summary>
    public virtual bool MayOverwriteOperand => false;

    /// <summary>Does the items [begin, end).</summary>
    public abstract void Execute(StepContext context, int begin, int end, Span<byte> scratch);
}
