using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>
/// The loops of a transform over a run of dots: words of 32 channels, of these the pixels, of these the vectors, so that a word's constants stay in the
/// cache, each dot is read once and a word of signs is written once.
/// <code>
/// lane i of a vector = channel + i,   e = (d xor flip) + o,   y = T(e)
/// </code>
/// Where the last word is not whole its whole vectors come first, then its other channels one by one, by the same steps.
/// </summary>
internal static class TransformLoop<TLanes, TInt, TFloat, TSteps, TTarget>
    where TLanes : struct, ITransformLanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
    where TSteps : struct, ITransformSteps
    where TTarget : ITransformTarget, allows ref struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(TransformTable table, in OutputDots dots, TTarget target)
    {
        int whole = dots.Channels / BitLayout.WordBits * BitLayout.WordBits, vectors = dots.Channels / TLanes.Count * TLanes.Count;
        if (whole > 0)
            Words(table, dots, whole, target);
        if (whole < vectors)
            Part(table, dots, whole, vectors, target);
        if (vectors < dots.Channels)
            TransformLoop<TransformScalar, int, float, TSteps, TTarget>.Part(table, dots, vectors, dots.Channels, target);
    }

    // Channels [0, end), whole words.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Words(TransformTable table, in OutputDots dots, int end, TTarget target)
    {
        ref int d = ref First(dots);
        ref readonly float word = ref table.Words(dots.Channel, end);
        TInt flip = TLanes.Create(table.Flip);
        nuint from = (nuint)dots.Stride, to = (nuint)target.Stride, second = (nuint)TLanes.Count;
        int pixels = dots.Pixels;
        for (int channel = 0; channel < end; channel += BitLayout.WordBits, word = ref Unsafe.Add(ref Unsafe.AsRef(in word), TransformTable.PartLength))
        {
            nuint source = (nuint)channel, at = source;
            for (int pixel = 0; pixel < pixels; pixel++, source += from, at += to)
            {
                uint bits = Step(table, in word, ref d, flip, source, at, 0, in target);
                bits |= Step(table, in word, ref d, flip, source, at, second, in target) << TLanes.Count;
                if (TLanes.Count == BitLayout.WordBits / 4)
                {
                    bits |= Step(table, in word, ref d, flip, source, at, 16, in target) << 16;
                    bits |= Step(table, in word, ref d, flip, source, at, 24, in target) << 24;
                }
                target.Sign(bits, pixel, channel / BitLayout.WordBits, 0);
            }
        }
    }

    // Channels [begin, end) of one word, whole vectors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Part(TransformTable table, in OutputDots dots, int begin, int end, TTarget target)
    {
        ref int d = ref First(dots);
        ref readonly float word = ref table.Words(dots.Channel + begin, end - begin);
        TInt flip = TLanes.Create(table.Flip);
        int channel = begin / BitLayout.WordBits * BitLayout.WordBits;
        nuint from = (nuint)dots.Stride, to = (nuint)target.Stride, source = (nuint)channel, at = source;
        for (int pixel = 0; pixel < dots.Pixels; pixel++, source += from, at += to)
        {
            uint bits = 0;
            for (int lane = begin - channel; lane < end - channel; lane += TLanes.Count)
                bits |= Step(table, in word, ref d, flip, source, at, (nuint)lane, in target) << lane;
            target.Sign(bits, pixel, channel / BitLayout.WordBits, begin - channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Step(
        TransformTable table, ref readonly float word, ref int dots, TInt flip, nuint source, nuint at, nuint lane, scoped in TTarget target)
    {
        TInt offset = TLanes.Load(ref Unsafe.As<float, int>(ref Unsafe.AsRef(in word)), TransformTable.Offset + lane);
        TInt e = TLanes.Add(TLanes.Xor(TLanes.Load(ref dots, source + lane), flip), offset);
        return target.Put<TLanes, TInt, TFloat>(TSteps.Apply<TLanes, TInt, TFloat>(table, in word, e, lane), at + lane);
    }

    // All dots that the loops read lie between the first and the last one, which the slice checks.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref int First(in OutputDots dots) => ref MemoryMarshal.GetReference(dots.Values[..(((dots.Pixels - 1) * dots.Stride) + dots.Channels)]);
}
