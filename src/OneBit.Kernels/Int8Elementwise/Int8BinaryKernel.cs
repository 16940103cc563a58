using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>Functions of two int8.</summary>
public enum Int8BinaryKind
{
    /// <summary>x + y.</summary>
    Add,

    /// <summary>x − y.</summary>
    Sub,

    /// <summary>x·y.</summary>
    Mul,
}

/// <summary>Scale and zero point of an int8 tensor: value = scale · (q − zero point).</summary>
/// <param name="Scale">Positive and finite.</param>
/// <param name="ZeroPoint">In [−128, 127].</param>
public readonly record struct Int8Scale(float Scale, int ZeroPoint)
{
    internal void Validate()
    {
        if (!(Scale > 0) || float.IsInfinity(Scale))
            throw new ArgumentOutOfRangeException(nameof(Scale), Scale, "a scale is positive and finite");
        ArgumentOutOfRangeException.ThrowIfNotEqual(ZeroPoint, (sbyte)ZeroPoint);
    }
}

/// <summary>
/// Sums, differences and products of int8 tensors that are broadcast against each other, in TensorFlow Lite's fixed point:
/// sums rescale (q − zero point)·2²⁰ of both operands to twice the larger scale, add, and rescale to the output; products rescale once.
/// Every rescaling rounds twice, halves away from zero the second time.
/// </summary>
/// <remarks>The rules give the recorded results of the int8 ops bit for bit.</remarks>
public abstract class Int8BinaryKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>All implementations, the preferred first.</summary>
    public static KernelFamily<Int8BinaryKernel> Catalogue { get; } = new("int8-binary", new TabledInt8Binary());

    /// <summary>Prepares the arithmetic of one op.</summary>
    /// <exception cref="ArgumentException">A scale or zero point is outside its range, or the function is unknown.</exception>
    public static PackedInt8Binary Pack(Int8BinaryKind kind, Int8Scale left, Int8Scale right, Int8Scale output, sbyte lower = sbyte.MinValue, sbyte upper = sbyte.MaxValue)
    {
        left.Validate();
        right.Validate();
        output.Validate();
        if (!Enum.IsDefined(kind))
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such function");
        return new PackedInt8Binary(kind, left, right, output, lower, upper);
    }

    /// <summary>Computes the output elements [begin, end); ranges that do not overlap may run at the same time.</summary>
    /// <param name="packed">The op.</param>
    /// <param name="broadcast">How the operands meet.</param>
    /// <param name="left">As many elements as <paramref name="broadcast"/> says.</param>
    /// <param name="right">As many elements as <paramref name="broadcast"/> says.</param>
    /// <param name="output">As many elements as <paramref name="broadcast"/> says; may be an operand that is not broadcast, but not overlap one otherwise.</param>
    /// <param name="begin">First output element.</param>
    /// <param name="end">End of the output elements.</param>
    /// <exception cref="ArgumentException">A span is shorter than the dimensions say, or the range is outside the output.</exception>
    public abstract void Run(PackedInt8Binary packed, Broadcast broadcast, ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right, Span<sbyte> output, int begin, int end);
}

/// <summary>The fixed-point arithmetic of one int8 op: what each operand's 256 values become, and the last rescaling.</summary>
public sealed class PackedInt8Binary
{
    /// <summary>Elements that are rescaled at a time.</summary>
    internal const int Chunk = 64;

    private const int Headroom = 20;

    private readonly int[] leftTerms;
    private readonly int[] rightTerms;

    internal PackedInt8Binary(Int8BinaryKind kind, Int8Scale left, Int8Scale right, Int8Scale output, sbyte lower, sbyte upper)
    {
        IsProduct = kind == Int8BinaryKind.Mul;
        double common = 2.0 * Math.Max(left.Scale, right.Scale);
        leftTerms = Terms(left, IsProduct ? 0 : left.Scale / common, sign: 1);
        rightTerms = Terms(right, IsProduct ? 0 : right.Scale / common, kind == Int8BinaryKind.Sub ? -1 : 1);
        var factors = new double[Chunk];
        // TensorFlow Lite forms the factor of a product in float32.
        Array.Fill(factors, IsProduct ? left.Scale * right.Scale / output.Scale : common / ((1 << Headroom) * (double)output.Scale));
        Requantization = new Requantization(factors, SecondRounding.HalfAwayFromZero, output.ZeroPoint, lower, upper);
    }

    internal bool IsProduct { get; }

    /// <summary>By value + 128.</summary>
    internal ReadOnlySpan<int> LeftTerms => leftTerms;

    /// <summary>By value + 128.</summary>
    internal ReadOnlySpan<int> RightTerms => rightTerms;

    internal Requantization Requantization { get; }

    // A factor of 0 stands for a product, whose operands are not rescaled.
    private static int[] Terms(Int8Scale scale, double factor, int sign)
    {
        (int multiplier, int exponent) = Requantization.FixedPoint(factor);
        var terms = new int[256];
        for (int i = 0; i < terms.Length; i++)
        {
            int difference = i - 128 - scale.ZeroPoint;
            terms[i] = factor == 0 ? difference : sign * (int)Requantization.Rescale(difference << Headroom, multiplier, exponent, SecondRounding.HalfAwayFromZero);
        }
        return terms;
    }
}

/// <summary>Terms from tables of 256, then the rescaling of 64 sums at a time.</summary>
internal sealed class TabledInt8Binary() : Int8BinaryKernel("PortableTables", CpuFeatures.None)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(PackedInt8Binary packed, Broadcast broadcast, ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right, Span<sbyte> output, int begin, int end)
    {
        ArgumentNullException.ThrowIfNull(packed);
        ArgumentNullException.ThrowIfNull(broadcast);
        Require.Length(left.Length, broadcast.LeftLength);
        Require.Length(right.Length, broadcast.RightLength);
        Require.Length(output.Length, broadcast.Length);
        Require.Range(begin, end, broadcast.Length);
        ReportUse();
        ReadOnlySpan<int> leftTerms = packed.LeftTerms, rightTerms = packed.RightTerms;
        Span<int> sums = stackalloc int[PackedInt8Binary.Chunk];
        int leftStep = broadcast.LeftAdvances ? 1 : 0, rightStep = broadcast.RightAdvances ? 1 : 0;
        while (begin < end)
        {
            (int row, int inside) = Math.DivRem(begin, broadcast.RunLength);
            int count = Math.Min(Math.Min(end - begin, broadcast.RunLength - inside), sums.Length);
            (int x, int y) = broadcast.Starts(row);
            x += leftStep * inside;
            y += rightStep * inside;
            for (int i = 0; i < count; i++, x += leftStep, y += rightStep)
            {
                int first = leftTerms[left[x] + 128], second = rightTerms[right[y] + 128];
                sums[i] = packed.IsProduct ? first * second : first + second;
            }
            packed.Requantization.Apply(sums[..count], output.Slice(begin, count), 0);
            begin += count;
        }
    }
}
