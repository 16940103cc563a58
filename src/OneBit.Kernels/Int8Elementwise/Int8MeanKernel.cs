using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OneBit.Kernels;

/// <summary>
/// Mean of int8 tensors [outer, count, inner] over the middle dimension, in TensorFlow Lite's fixed point: (Σq − count·z)·s_x/s_y/count + z', the factor
/// divided by count without losing bits of its multiplier; two roundings, halves away from zero the second time.
/// </summary>
public abstract class Int8MeanKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>Factors s_x/s_y are below this.</summary>
    public const float LargestFactor = 1 << 30;

    /// <summary>Most elements of a mean: their sum stays in 32 bits.</summary>
    public const int LargestCount = 1 << 22;

    /// <summary>All implementations, the preferred first.</summary>
    public static KernelFamily<Int8MeanKernel> Catalogue { get; } = new("int8-mean", new RowwiseInt8Mean());

    /// <summary>Computes the outer indices [begin, end); ranges that do not overlap may run at the same time.</summary>
    /// <param name="mean">The op.</param>
    /// <param name="input">[outer, count, inner].</param>
    /// <param name="output">[outer, inner], must not overlap the input.</param>
    /// <param name="scratch">At least <see cref="Int8Mean.ScratchBytes"/>, one per concurrent call.</param>
    /// <param name="begin">First outer index.</param>
    /// <param name="end">End of the outer indices.</param>
    /// <exception cref="ArgumentException">A span is shorter than the range needs.</exception>
    public abstract void Run(Int8Mean mean, ReadOnlySpan<sbyte> input, Span<sbyte> output, Span<byte> scratch, int begin, int end);
}

/// <summary>Sizes and arithmetic of one mean.</summary>
public sealed class Int8Mean
{
    /// <summary>Prepares it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large, or the factor is not in [0, 2³⁰).</exception>
    public Int8Mean(int count, int inner, float factor, int inputZeroPoint, int outputZeroPoint)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Int8MeanKernel.LargestCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inner);
        Count = count;
        Inner = inner;
        Bias = checked(-count * inputZeroPoint);
        OutputZeroPoint = outputZeroPoint;
        (int multiplier, int exponent) = Requantization.FixedPoint(factor);
        int bits = Math.Min(System.Numerics.BitOperations.Log2((uint)count), 31 + exponent);
        Multiplier = (int)(((long)multiplier << bits) / count);
        Exponent = exponent - bits;
    }

    /// <summary>Elements of a mean.</summary>
    public int Count { get; }

    /// <summary>Means per outer index.</summary>
    public int Inner { get; }

    /// <summary>Bytes of scratch that each concurrent call needs.</summary>
    public int ScratchBytes => checked(Inner * sizeof(int));

    internal int Bias { get; }

    internal int Multiplier { get; }

    internal int Exponent { get; }

    internal int OutputZeroPoint { get; }
}

/// <summary>Row after row is added to the sums, which lie side by side.</summary>
internal sealed class RowwiseInt8Mean() : Int8MeanKernel("PortableRows", CpuFeatures.None)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(Int8Mean mean, ReadOnlySpan<sbyte> input, Span<sbyte> output, Span<byte> scratch, int begin, int end)
    {
        ArgumentNullException.ThrowIfNull(mean);
        Require.Length(input.Length, (long)end * mean.Count * mean.Inner);
        Require.Length(output.Length, (long)end * mean.Inner);
        Require.Length(scratch.Length, mean.ScratchBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(begin);
        ReportUse();
        Span<int> sums = MemoryMarshal.Cast<byte, int>(scratch)[..mean.Inner];
        for (int outer = begin; outer < end; outer++)
        {
            sums.Fill(mean.Bias);
            for (int i = 0; i < mean.Count; i++)
            {
                ReadOnlySpan<sbyte> row = input.Slice(((outer * mean.Count) + i) * mean.Inner, mean.Inner);
                for (int c = 0; c < row.Length; c++)
                    sums[c] += row[c];
            }
            Span<sbyte> target = output.Slice(outer * mean.Inner, mean.Inner);
            for (int c = 0; c < target.Length; c++)
            {
                long code = Requantization.Rescale(sums[c], mean.Multiplier, mean.Exponent, SecondRounding.HalfAwayFromZero) + mean.OutputZeroPoint;
                target[c] = (sbyte)Math.Clamp(code, sbyte.MinValue, sbyte.MaxValue);
            }
        }
    }
}
