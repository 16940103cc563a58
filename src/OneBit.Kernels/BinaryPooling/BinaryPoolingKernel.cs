namespace OneBit.Kernels;

/// <summary>
/// Max pool over ±1: the maximum is −1 only where all are −1, so it is the AND of the words in the window. A window wholly outside the image
/// has no maximum and gives all ones, −1.
/// </summary>
public abstract class BinaryPoolingKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>Output rows [begin, end) of all images together; <paramref name="output"/> must not overlap <paramref name="input"/>.</summary>
    /// <exception cref="ArgumentException">The shape is invalid, or a length or the range does not fit it.</exception>
    public void Run(BinaryPoolingShape shape, ReadOnlySpan<uint> input, Span<uint> output, int begin, int end)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Validate();
        if (input.Length < shape.InputLength)
            throw new ArgumentException($"input has {input.Length} words, the shape needs {shape.InputLength}", nameof(input));
        if (output.Length < shape.OutputLength)
            throw new ArgumentException($"output has {output.Length} words, the shape needs {shape.OutputLength}", nameof(output));
        ArgumentOutOfRangeException.ThrowIfNegative(begin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(begin, end);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, shape.OutputRows);
        ReportUse();
        RunRows(shape, input, output, begin, end);
    }

    private protected abstract void RunRows(BinaryPoolingShape shape, ReadOnlySpan<uint> input, Span<uint> output, int begin, int end);
}
