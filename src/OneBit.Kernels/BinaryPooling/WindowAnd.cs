using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>The AND of one more pixel into the output's words.</summary>
internal interface IWordAnd
{
    /// <summary>target[i] &amp;= source[i]; the lengths are equal.</summary>
    static abstract void And(Span<uint> target, ReadOnlySpan<uint> source);
}

/// <summary>Walks each window inside the image and ANDs its pixels into the output.</summary>
internal sealed class WindowAnd<TAnd>(string name, CpuFeatures requires) : BinaryPoolingKernel(name, requires)
    where TAnd : struct, IWordAnd
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void RunRows(BinaryPoolingShape shape, ReadOnlySpan<uint> input, Span<uint> output, int begin, int end)
    {
        for (int row = begin; row < end; row++)
        {
            int image = row / shape.OutputHeight;
            int top = (row % shape.OutputHeight * shape.StrideHeight) - shape.PadTop;
            int first = image * shape.InputHeight;
            for (int x = 0; x < shape.OutputWidth; x++)
            {
                int left = (x * shape.StrideWidth) - shape.PadLeft;
                Span<uint> target = output.Slice(((row * shape.OutputWidth) + x) * shape.Words, shape.Words);
                target.Fill(uint.MaxValue);
                for (int i = Math.Max(top, 0); i < Math.Min(top + shape.FilterHeight, shape.InputHeight); i++)
                {
                    for (int j = Math.Max(left, 0); j < Math.Min(left + shape.FilterWidth, shape.InputWidth); j++)
                        TAnd.And(target, input.Slice((((first + i) * shape.InputWidth) + j) * shape.Words, shape.Words));
                }
            }
        }
    }
}

internal readonly struct ScalarAnd : IWordAnd
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void And(Span<uint> target, ReadOnlySpan<uint> source)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] &= source[i];
    }
}

/// <summary>128 bits at a time; larger vectors gain nothing at the few words that a pixel has.</summary>
internal readonly struct VectorAnd : IWordAnd
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void And(Span<uint> target, ReadOnlySpan<uint> source)
    {
        int i = 0;
        for (; i <= target.Length - 4; i += 4)
            (Vector128.Create(source[i..]) & Vector128.Create((ReadOnlySpan<uint>)target[i..])).CopyTo(target[i..]);
        for (; i < target.Length; i++)
            target[i] &= source[i];
    }
}
