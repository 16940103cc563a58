using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>Softmax and its logarithm along the last axis, in float32; the largest element is subtracted first, so nothing overflows.</summary>
/// <remarks>A row that holds NaN or +∞ gives NaN; a row of −∞ gives NaN.</remarks>
public abstract class SoftmaxKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>All implementations, the preferred first.</summary>
    public static KernelFamily<SoftmaxKernel> Catalogue { get; } = new(
        "softmax",
        new SoftmaxKernel<Float512, Vector512<float>>("Avx512", CpuFeatures.Avx512),
        new SoftmaxKernel<Float256, Vector256<float>>("Avx2", CpuFeatures.Avx2),
        new SoftmaxKernel<Float128, Vector128<float>>("Portable", CpuFeatures.None));

    /// <summary>out[r, i] = e^(beta·x[r, i]) / Σⱼ e^(beta·x[r, j]).</summary>
    /// <param name="input">Rows of <paramref name="depth"/> elements; a caller divides the work by slicing both spans at rows.</param>
    /// <param name="output">As long as the input; may be the input itself.</param>
    /// <param name="depth">Elements of a row, at least 1.</param>
    /// <param name="beta">Factor before the exponential.</param>
    /// <exception cref="ArgumentException">The lengths differ or are not whole rows, or the spans overlap without being the same.</exception>
    public abstract void Softmax(ReadOnlySpan<float> input, Span<float> output, int depth, float beta);

    /// <summary>out[r, i] = x[r, i] − ln Σⱼ e^x[r, j].</summary>
    /// <inheritdoc cref="Softmax"/>
    public abstract void LogSoftmax(ReadOnlySpan<float> input, Span<float> output, int depth);
}

/// <summary>Three passes over a row: largest element, exponentials and their sum, scale.</summary>
internal sealed class SoftmaxKernel<TLanes, TVector>(string name, CpuFeatures requires) : SoftmaxKernel(name, requires)
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Softmax(ReadOnlySpan<float> input, Span<float> output, int depth, float beta)
    {
        Validate(input, output, depth);
        for (int start = 0; start < input.Length; start += depth)
        {
            ref float x = ref MemoryMarshal.GetReference(input.Slice(start, depth)), y = ref MemoryMarshal.GetReference(output.Slice(start, depth));
            float largest = Largest(ref x, (nuint)depth);
            float sum = Exponentials(ref x, ref y, (nuint)depth, largest, beta);
            MultiplyAll(ref y, (nuint)depth, 1 / sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void LogSoftmax(ReadOnlySpan<float> input, Span<float> output, int depth)
    {
        Validate(input, output, depth);
        for (int start = 0; start < input.Length; start += depth)
        {
            ref float x = ref MemoryMarshal.GetReference(input.Slice(start, depth)), y = ref MemoryMarshal.GetReference(output.Slice(start, depth));
            float largest = Largest(ref x, (nuint)depth);
            float logarithm = MathF.Log(SumOfExponentials(ref x, (nuint)depth, largest));
            SubtractBoth(ref x, ref y, (nuint)depth, largest, logarithm);
        }
    }

    private void Validate(ReadOnlySpan<float> input, Span<float> output, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(depth);
        Require.Exactly(output.Length, input.Length);
        if (input.Length % depth != 0)
            throw new ArgumentException($"{input.Length} elements are not whole rows of {depth}");
        if (input.Overlaps(output, out int distance) && distance != 0)
            throw new ArgumentException("input and output overlap without being the same", nameof(output));
        ReportUse();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest(ref float x, nuint depth)
    {
        float largest = float.NegativeInfinity;
        nuint i = 0, lanes = (nuint)TLanes.Count;
        if (depth >= lanes)
        {
            TVector all = TLanes.Load(ref x, 0);
            for (i = lanes; i + lanes <= depth; i += lanes)
                all = TLanes.Max(all, TLanes.Load(ref x, i));
            largest = TLanes.Largest(all);
        }
        for (; i < depth; i++)
            largest = Math.Max(largest, Unsafe.Add(ref x, i));
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Exponentials(ref float x, ref float y, nuint depth, float largest, float beta)
    {
        TVector subtracted = TLanes.Broadcast(largest), factor = TLanes.Broadcast(beta), sums = TLanes.Broadcast(0f);
        nuint i = 0, lanes = (nuint)TLanes.Count;
        for (; i + lanes <= depth; i += lanes)
        {
            TVector e = FloatMath<TLanes, TVector>.Exp(TLanes.Multiply(TLanes.Subtract(TLanes.Load(ref x, i), subtracted), factor));
            TLanes.Store(e, ref y, i);
            sums = TLanes.Add(sums, e);
        }
        float sum = TLanes.Sum(sums);
        for (; i < depth; i++)
        {
            float e = FloatMath<FloatScalar, float>.Exp((Unsafe.Add(ref x, i) - largest) * beta);
            Unsafe.Add(ref y, i) = e;
            sum += e;
        }
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumOfExponentials(ref float x, nuint depth, float largest)
    {
        TVector subtracted = TLanes.Broadcast(largest), sums = TLanes.Broadcast(0f);
        nuint i = 0, lanes = (nuint)TLanes.Count;
        for (; i + lanes <= depth; i += lanes)
            sums = TLanes.Add(sums, FloatMath<TLanes, TVector>.Exp(TLanes.Subtract(TLanes.Load(ref x, i), subtracted)));
        float sum = TLanes.Sum(sums);
        for (; i < depth; i++)
            sum += FloatMath<FloatScalar, float>.Exp(Unsafe.Add(ref x, i) - largest);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAll(ref float y, nuint depth, float factor)
    {
        TVector factors = TLanes.Broadcast(factor);
        nuint i = 0, lanes = (nuint)TLanes.Count;
        for (; i + lanes <= depth; i += lanes)
            TLanes.Store(TLanes.Multiply(TLanes.Load(ref y, i), factors), ref y, i);
        for (; i < depth; i++)
            Unsafe.Add(ref y, i) *= factor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractBoth(ref float x, ref float y, nuint depth, float first, float second)
    {
        TVector firsts = TLanes.Broadcast(first), seconds = TLanes.Broadcast(second);
        nuint i = 0, lanes = (nuint)TLanes.Count;
        for (; i + lanes <= depth; i += lanes)
            TLanes.Store(TLanes.Subtract(TLanes.Subtract(TLanes.Load(ref x, i), firsts), seconds), ref y, i);
        for (; i < depth; i++)
            Unsafe.Add(ref y, i) = Unsafe.Add(ref x, i) - first - second;
    }
}
