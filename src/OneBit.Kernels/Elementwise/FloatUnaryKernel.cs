using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>Element-wise functions of one float32 tensor: out[i] = f(in[i]).</summary>
public abstract class FloatUnaryKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>All implementations, the preferred first.</summary>
    public static KernelFamily<FloatUnaryKernel> Catalogue { get; } = new(
        "float-unary",
        new FloatUnaryKernel<Float512, Vector512<float>>("Avx512", CpuFeatures.Avx512),
        new FloatUnaryKernel<Float256, Vector256<float>>("Avx2", CpuFeatures.Avx2),
        new FloatUnaryKernel<Float128, Vector128<float>>("Portable", CpuFeatures.None));

    /// <summary>Computes all elements; a caller divides the work by slicing both spans alike.</summary>
    /// <param name="kind">The function.</param>
    /// <param name="input">Any length.</param>
    /// <param name="output">As long as the input; may be the input itself, but not overlap it otherwise.</param>
    /// <param name="parameter">The slope of <see cref="FloatUnaryKind.LeakyRelu"/>; others ignore it.</param>
    /// <exception cref="ArgumentException">The lengths differ, the spans overlap, or the function is unknown.</exception>
    public abstract void Run(FloatUnaryKind kind, ReadOnlySpan<float> input, Span<float> output, float parameter = 0);
}

/// <summary>Whole vectors, then the rest one by one with the same operator.</summary>
internal sealed class FloatUnaryKernel<TLanes, TVector>(string name, CpuFeatures requires) : FloatUnaryKernel(name, requires)
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    public override void Run(FloatUnaryKind kind, ReadOnlySpan<float> input, Span<float> output, float parameter = 0)
    {
        Require.Exactly(output.Length, input.Length);
        if (input.Overlaps(output, out int distance) && distance != 0)
            throw new ArgumentException("input and output overlap without being the same", nameof(output));
        ReportUse();
        ref float x = ref MemoryMarshal.GetReference(input), y = ref MemoryMarshal.GetReference(output);
        nuint length = (nuint)input.Length;
        switch (kind)
        {
            case FloatUnaryKind.Abs:
                Loop<AbsOperator<TLanes, TVector>, AbsOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.Neg:
                Loop<NegOperator<TLanes, TVector>, NegOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.Exp:
                Loop<ExpOperator<TLanes, TVector>, ExpOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.Sqrt:
                Loop<SqrtOperator<TLanes, TVector>, SqrtOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.Rsqrt:
                Loop<RsqrtOperator<TLanes, TVector>, RsqrtOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.Square:
                Loop<SquareOperator<TLanes, TVector>, SquareOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.Tanh:
                Loop<TanhOperator<TLanes, TVector>, TanhOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.Logistic:
                Loop<LogisticOperator<TLanes, TVector>, LogisticOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.Relu:
                Loop<ReluOperator<TLanes, TVector>, ReluOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.Relu6:
                Loop<Relu6Operator<TLanes, TVector>, Relu6Operator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.ReluN1To1:
                Loop<ReluN1To1Operator<TLanes, TVector>, ReluN1To1Operator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.LeakyRelu:
                Loop<LeakyReluOperator<TLanes, TVector>, LeakyReluOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.HardSwish:
                Loop<HardSwishOperator<TLanes, TVector>, HardSwishOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.Elu:
                Loop<EluOperator<TLanes, TVector>, EluOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.GeluTanh:
                Loop<GeluTanhOperator<TLanes, TVector>, GeluTanhOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.Floor:
                Loop<FloorOperator<TLanes, TVector>, FloorOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.Ceil:
                Loop<CeilOperator<TLanes, TVector>, CeilOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            case FloatUnaryKind.Round:
                Loop<RoundOperator<TLanes, TVector>, RoundOperator<FloatScalar, float>>(ref x, ref y, length, parameter);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such function");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<TOperator, TTail>(ref float input, ref float output, nuint length, float parameter)
        where TOperator : struct, IUnaryOperator<TLanes, TVector>
        where TTail : struct, IUnaryOperator<FloatScalar, float>
    {
        TVector parameters = TLanes.Broadcast(parameter);
        nuint lanes = (nuint)TLanes.Count, i = 0;
        for (; i + lanes <= length; i += lanes)
            TLanes.Store(TOperator.Apply(TLanes.Load(ref input, i), parameters), ref output, i);
        for (; i < length; i++)
            FloatScalar.Store(TTail.Apply(FloatScalar.Load(ref input, i), parameter), ref output, i);
    }
}
