namespace OneBit.Runtime;

/// <summary>A step over elements that do not depend on one another; a work item is a block of them.</summary>
internal abstract class BlockStep(int elements) : Step
{
    private const int Block = 8192;

    private readonly int elements = elements;

    public override int WorkItems => (elements + Block - 1) / Block;

    public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
    {
        int first = begin * Block;
        Execute(context, first, Math.Min(elements, end * Block) - first);
    }

    /// <summary>Does the elements [first, first + count).</summary>
    protected abstract void Execute(StepContext context, int first, int count);
}
