using OneBit.IR;

namespace OneBit.Converter.Keras;

/// <summary>Counts the bytes of weights that an import reads.</summary>
/// <param name="bytes">Most bytes in all.</param>
internal sealed class MemoryBudget(long bytes)
{
    private long left = bytes;

    /// <summary>What is left.</summary>
    public long Left => left;

    /// <summary>Takes bytes.</summary>
    /// <exception cref="ModelFormatException">There are not as many left.</exception>
    public void Take(long count, string what)
    {
        if (count > left)
            throw new ModelFormatException($"{what} takes {count} bytes, more than the {left} bytes that are left for weights; raise the limit of memory where the model is that large") { Expected = $"{left} bytes", Actual = $"{count} bytes" };
        left -= count;
    }
}
