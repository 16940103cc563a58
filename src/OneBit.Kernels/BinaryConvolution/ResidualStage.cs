using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>Adds a residual to what was transformed, clamps, stores, and packs the signs of what it stored, bit 1 where y ≤ −2⁻¹²⁶.</summary>
/// <param name="transform">T; corrected in the dots.</param>
/// <param name="form">The clamp.</param>
/// <param name="channels">Output channels.</param>
/// <param name="residual">As long as the output; empty for none.</param>
/// <param name="output">y.</param>
/// <param name="signs">Packed signs; empty for none.</param>
internal readonly ref struct ResidualStage(OutputTransform transform, ResidualOutput form, int channels, ReadOnlySpan<float> residual, Span<float> output, Span<uint> signs) : IOutputStage
{
    private const int Lanes = 8;

    private readonly ReadOnlySpan<float> residual = residual;
    private readonly Span<float> output = output;
    private readonly Span<uint> signs = signs;

    public bool CorrectsBehind => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(in OutputDots dots, int pixel)
    {
        Span<float> transformed = MemoryMarshal.Cast<int, float>(dots.Values);
        TransformArithmetic.Apply(transform, dots, transformed, dots.Stride);
        int words = BitLayout.Words(channels), runWords = BitLayout.Words(dots.Channels);
        for (int i = 0; i < dots.Pixels; i++)
        {
            int at = ((pixel + i) * channels) + dots.Channel;
            Span<uint> packed = signs.IsEmpty ? [] : signs.Slice(((pixel + i) * words) + (dots.Channel / BitLayout.WordBits), runWords);
            ReadOnlySpan<float> addend = residual.IsEmpty ? [] : residual.Slice(at, dots.Channels);
            Store(transformed.Slice(i * dots.Stride, dots.Channels), addend, output.Slice(at, dots.Channels), packed);
        }
    }

    public void Correct(ReadOnlySpan<int> outside, int pixel, int channel) => throw new System.Diagnostics.UnreachableException();

    // NaN, and a zero that is a bound, stay as they are on every CPU.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Clamp(Vector256<float> x, Vector256<float> low, Vector256<float> high)
    {
        x = Vector256.ConditionalSelect(Vector256.LessThan(x, low), low, x);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(x, high), high, x);
    }

    // All spans are as long as y, or empty, and packed has a word for every 32 channels.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(ReadOnlySpan<float> y, ReadOnlySpan<float> addend, Span<float> target, Span<uint> packed)
    {
        ref float a = ref MemoryMarshal.GetReference(y), r = ref MemoryMarshal.GetReference(addend), t = ref MemoryMarshal.GetReference(target);
        ref uint p = ref MemoryMarshal.GetReference(packed);
        Vector256<float> low = Vector256.Create(form.Low), high = Vector256.Create(form.High), edge = Vector256.Create(BitThreshold.Larq);
        bool adds = !addend.IsEmpty, packs = !packed.IsEmpty;
        int c = 0;
        uint bits = 0;
        for (; c + Lanes <= y.Length; c += Lanes)
        {
            Vector256<float> v = Vector256.LoadUnsafe(ref a, (nuint)c);
            if (adds)
                v = Clamp(v + Vector256.LoadUnsafe(ref r, (nuint)c), low, high);
            v.StoreUnsafe(ref t, (nuint)c);
            if (!packs)
                continue;
            bits |= Vector256.LessThan(v, edge).ExtractMostSignificantBits() << (c % BitLayout.WordBits);
            if (c % BitLayout.WordBits == BitLayout.WordBits - Lanes)
            {
                Unsafe.Add(ref p, c / BitLayout.WordBits) = bits;
                bits = 0;
            }
        }
        for (; c < y.Length; c++)
        {
            float v = adds ? FloatScalar.Clamp(y[c] + addend[c], form.Low, form.High) : y[c];
            target[c] = v;
            bits |= (v < BitThreshold.Larq ? 1u : 0u) << (c % BitLayout.WordBits);
        }
        if (packs && y.Length % BitLayout.WordBits != 0)
            packed[^1] = bits;
    }
}
