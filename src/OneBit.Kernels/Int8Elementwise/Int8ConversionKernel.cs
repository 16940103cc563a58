using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>Float32 to int8 and back.</summary>
public abstract class Int8ConversionKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>All implementations, the preferred first.</summary>
    public static KernelFamily<Int8ConversionKernel> Catalogue { get; } = new("int8-conversion", new VectorInt8Conversion());

    /// <summary>out[i] = clamp(round(in[i] / scale) + zero point), halves to even before the zero point is added; NaN gives the zero point.</summary>
    /// <param name="input">Any length; a caller divides the work by slicing both spans alike.</param>
    /// <param name="output">As long as the input.</param>
    /// <param name="scale">Of the output.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the scale or zero point is outside its range.</exception>
    public abstract void Quantize(ReadOnlySpan<float> input, Span<sbyte> output, Int8Scale scale);

    /// <summary>out[i] = scale · (in[i] − zero point), rounded once.</summary>
    /// <param name="input">Any length; a caller divides the work by slicing both spans alike.</param>
    /// <param name="output">As long as the input.</param>
    /// <param name="scale">Of the input.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the scale or zero point is outside its range.</exception>
    public abstract void Dequantize(ReadOnlySpan<sbyte> input, Span<float> output, Int8Scale scale);
}

/// <summary>Sixteen elements at a time in 128-bit vectors.</summary>
internal sealed class VectorInt8Conversion() : Int8ConversionKernel("Portable16", CpuFeatures.None)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Quantize(ReadOnlySpan<float> input, Span<sbyte> output, Int8Scale scale)
    {
        Require.Exactly(output.Length, input.Length);
        scale.Validate();
        ReportUse();
        ref float x = ref MemoryMarshal.GetReference(input);
        ref sbyte y = ref MemoryMarshal.GetReference(output);
        float lower = sbyte.MinValue - scale.ZeroPoint, upper = sbyte.MaxValue - scale.ZeroPoint;
        int i = 0;
        for (; i + 16 <= input.Length; i += 16)
        {
            Vector128<short> first = Vector128.Narrow(Four(ref x, i, scale, lower, upper), Four(ref x, i + 4, scale, lower, upper));
            Vector128<short> second = Vector128.Narrow(Four(ref x, i + 8, scale, lower, upper), Four(ref x, i + 12, scale, lower, upper));
            Vector128.Narrow(first, second).StoreUnsafe(ref y, (nuint)i);
        }
        for (; i < input.Length; i++)
            output[i] = (sbyte)((int)FloatScalar.Clamp(MathF.Round(input[i] / scale.Scale), lower, upper) + scale.ZeroPoint);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Dequantize(ReadOnlySpan<sbyte> input, Span<float> output, Int8Scale scale)
    {
        Require.Exactly(output.Length, input.Length);
        scale.Validate();
        ReportUse();
        ref sbyte x = ref MemoryMarshal.GetReference(input);
        ref float y = ref MemoryMarshal.GetReference(output);
        Vector128<int> zero = Vector128.Create(scale.ZeroPoint);
        Vector128<float> factor = Vector128.Create(scale.Scale);
        int i = 0;
        for (; i + 16 <= input.Length; i += 16)
        {
            (Vector128<short> lower, Vector128<short> upper) = Vector128.Widen(Vector128.LoadUnsafe(ref x, (nuint)i));
            (Vector128<int> a, Vector128<int> b) = Vector128.Widen(lower);
            (Vector128<int> c, Vector128<int> d) = Vector128.Widen(upper);
            (Vector128.ConvertToSingle(a - zero) * factor).StoreUnsafe(ref y, (nuint)i);
            (Vector128.ConvertToSingle(b - zero) * factor).StoreUnsafe(ref y, (nuint)i + 4);
            (Vector128.ConvertToSingle(c - zero) * factor).StoreUnsafe(ref y, (nuint)i + 8);
            (Vector128.ConvertToSingle(d - zero) * factor).StoreUnsafe(ref y, (nuint)i + 12);
        }
        for (; i < input.Length; i++)
            output[i] = (input[i] - scale.ZeroPoint) * scale.Scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Four(ref float x, int offset, Int8Scale scale, float lower, float upper)
    {
        Vector128<float> rounded = Vector128.Round(Vector128.LoadUnsafe(ref x, (nuint)offset) / Vector128.Create(scale.Scale));
        return Vector128.ConvertToInt32(Float128.Clamp(rounded, Vector128.Create(lower), Vector128.Create(upper))) + Vector128.Create(scale.ZeroPoint);
    }
}
