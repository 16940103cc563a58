using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>Element-wise functions of two float32 tensors that are broadcast against each other: out = clamp(f(x, y), lower, upper); NaN passes the clamp.</summary>
/// <remarks>Each result is one float32 operation (two for PRelu and SquaredDifference), so results do not depend on the row.</remarks>
public abstract class FloatBinaryKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>All implementations, the preferred first.</summary>
    public static KernelFamily<FloatBinaryKernel> Catalogue { get; } = new(
        "float-binary",
        new FloatBinaryKernel<Float512, Vector512<float>>("Avx512", CpuFeatures.Avx512),
        new FloatBinaryKernel<Float256, Vector256<float>>("Avx2", CpuFeatures.Avx2),
        new FloatBinaryKernel<Float128, Vector128<float>>("Portable", CpuFeatures.None));

    /// <summary>Computes the output elements [begin, end); ranges that do not overlap may run at the same time.</summary>
    /// <param name="kind">The function.</param>
    /// <param name="broadcast">How the operands meet.</param>
    /// <param name="left">As many elements as <paramref name="broadcast"/> says.</param>
    /// <param name="right">As many elements as <paramref name="broadcast"/> says.</param>
    /// <param name="output">As many elements as <paramref name="broadcast"/> says; may be an operand that is not broadcast, but not overlap one otherwise.</param>
    /// <param name="lower">Lower bound of the results; −∞ for none.</param>
    /// <param name="upper">Upper bound of the results; +∞ for none.</param>
    /// <param name="begin">First output element.</param>
    /// <param name="end">End of the output elements.</param>
    /// <exception cref="ArgumentException">A span is shorter than the dimensions say, the range is outside the output, or the function is unknown.</exception>
    public abstract void Run(
        FloatBinaryKind kind, Broadcast broadcast, ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output, float lower, float upper, int begin, int end);
}

/// <summary>Runs of elements in which each operand either advances or stands still: whole vectors, then the rest one by one with the same operator.</summary>
internal sealed class FloatBinaryKernel<TLanes, TVector>(string name, CpuFeatures requires) : FloatBinaryKernel(name, requires)
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    public override void Run(
        FloatBinaryKind kind, Broadcast broadcast, ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output, float lower, float upper, int begin, int end)
    {
        ArgumentNullException.ThrowIfNull(broadcast);
        Require.Length(left.Length, broadcast.LeftLength);
        Require.Length(right.Length, broadcast.RightLength);
        Require.Length(output.Length, broadcast.Length);
        Require.Range(begin, end, broadcast.Length);
        ReportUse();
        switch (kind)
        {
            case FloatBinaryKind.Add:
                Rows<AddOperator<TLanes, TVector>, AddOperator<FloatScalar, float>>(broadcast, left, right, output, lower, upper, begin, end);
                break;
            case FloatBinaryKind.Sub:
                Rows<SubOperator<TLanes, TVector>, SubOperator<FloatScalar, float>>(broadcast, left, right, output, lower, upper, begin, end);
                break;
            case FloatBinaryKind.Mul:
                Rows<MulOperator<TLanes, TVector>, MulOperator<FloatScalar, float>>(broadcast, left, right, output, lower, upper, begin, end);
                break;
            case FloatBinaryKind.Div:
                Rows<DivOperator<TLanes, TVector>, DivOperator<FloatScalar, float>>(broadcast, left, right, output, lower, upper, begin, end);
                break;
            case FloatBinaryKind.Maximum:
                Rows<MaximumOperator<TLanes, TVector>, MaximumOperator<FloatScalar, float>>(broadcast, left, right, output, lower, upper, begin, end);
                break;
            case FloatBinaryKind.Minimum:
                Rows<MinimumOperator<TLanes, TVector>, MinimumOperator<FloatScalar, float>>(broadcast, left, right, output, lower, upper, begin, end);
                break;
            case FloatBinaryKind.SquaredDifference:
                Rows<SquaredDifferenceOperator<TLanes, TVector>, SquaredDifferenceOperator<FloatScalar, float>>(broadcast, left, right, output, lower, upper, begin, end);
                break;
            case FloatBinaryKind.PRelu:
                Rows<PReluOperator<TLanes, TVector>, PReluOperator<FloatScalar, float>>(broadcast, left, right, output, lower, upper, begin, end);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such function");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TOperator, TTail>(
        Broadcast broadcast, ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output, float lower, float upper, int begin, int end)
        where TOperator : struct, IBinaryOperator<TLanes, TVector>
        where TTail : struct, IBinaryOperator<FloatScalar, float>
    {
        ref float x = ref MemoryMarshal.GetReference(left), y = ref MemoryMarshal.GetReference(right), z = ref MemoryMarshal.GetReference(output);
        while (begin < end)
        {
            (int row, int inside) = Math.DivRem(begin, broadcast.RunLength);
            int count = Math.Min(end - begin, broadcast.RunLength - inside);
            (int leftStart, int rightStart) = broadcast.Starts(row);
            // The starts and the run lie inside the operands, whose lengths the caller has checked against the broadcast.
            ref float xs = ref Unsafe.Add(ref x, (nuint)(leftStart + (broadcast.LeftAdvances ? inside : 0)));
            ref float ys = ref Unsafe.Add(ref y, (nuint)(rightStart + (broadcast.RightAdvances ? inside : 0)));
            ref float zs = ref Unsafe.Add(ref z, (nuint)begin);
            if (broadcast.LeftAdvances && broadcast.RightAdvances)
                Run<TOperator, TTail, One, One>(ref xs, ref ys, ref zs, (nuint)count, lower, upper);
            else if (broadcast.LeftAdvances)
                Run<TOperator, TTail, One, Zero>(ref xs, ref ys, ref zs, (nuint)count, lower, upper);
            else
                Run<TOperator, TTail, Zero, One>(ref xs, ref ys, ref zs, (nuint)count, lower, upper);
            begin += count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TOperator, TTail, TLeftStep, TRightStep>(ref float x, ref float y, ref float z, nuint count, float lower, float upper)
        where TOperator : struct, IBinaryOperator<TLanes, TVector>
        where TTail : struct, IBinaryOperator<FloatScalar, float>
        where TLeftStep : struct, ICount
        where TRightStep : struct, ICount
    {
        TVector lowers = TLanes.Broadcast(lower), uppers = TLanes.Broadcast(upper);
        TVector leftOnly = TLanes.Broadcast(x), rightOnly = TLanes.Broadcast(y);
        nuint lanes = (nuint)TLanes.Count, i = 0;
        for (; i + lanes <= count; i += lanes)
        {
            TVector left = TLeftStep.Value == 1 ? TLanes.Load(ref x, i) : leftOnly;
            TVector right = TRightStep.Value == 1 ? TLanes.Load(ref y, i) : rightOnly;
            TLanes.Store(TLanes.Clamp(TOperator.Apply(left, right), lowers, uppers), ref z, i);
        }
        float leftScalar = x, rightScalar = y;
        for (; i < count; i++)
        {
            float left = TLeftStep.Value == 1 ? FloatScalar.Load(ref x, i) : leftScalar;
            float right = TRightStep.Value == 1 ? FloatScalar.Load(ref y, i) : rightScalar;
            FloatScalar.Store(FloatScalar.Clamp(TTail.Apply(left, right), lower, upper), ref z, i);
        }
    }
}
