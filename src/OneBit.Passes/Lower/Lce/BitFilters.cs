using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>OHWI filters of bits.</summary>
internal static class BitFilters
{
    /// <summary>Σv of each output channel.</summary>
    public static int[] SignSums(Literal filter)
    {
        ReadOnlySpan<uint> words = filter.Values<uint>();
        Shape shape = filter.Type.Shape;
        int[] sums = new int[shape[0]];
        int perOutput = shape[0] == 0 ? 0 : words.Length / shape[0], taps = checked(shape[1] * shape[2] * shape[3]);
        for (int o = 0; o < sums.Length; o++)
        {
            sums[o] = taps;
            foreach (uint word in words.Slice(o * perOutput, perOutput))
                sums[o] -= 2 * System.Numerics.BitOperations.PopCount(word);
        }
        return sums;
    }

    /// <summary>The filter with the signs of the output channels that <paramref name="isFlipped"/> names turned; bits behind the last channel stay 0.</summary>
    public static Literal Flip(Literal filter, Func<int, bool> isFlipped)
    {
        Shape shape = filter.Type.Shape;
        uint[] words = filter.Values<uint>().ToArray();
        int perTap = BitLayout.Words(shape[3]), perOutput = shape[1] * shape[2] * perTap;
        for (int i = 0; i < words.Length; i++)
        {
            if (isFlipped(i / perOutput))
                words[i] ^= i % perTap == perTap - 1 ? BitLayout.TailMask(shape[3]) : uint.MaxValue;
        }
        return Literal.Of<uint>(filter.Type, words);
    }

    /// <summary>The output channels from <paramref name="first"/> on.</summary>
    public static Literal Slice(Literal filter, int first, int count)
    {
        Shape shape = filter.Type.Shape;
        int perOutput = shape[0] == 0 ? 0 : filter.Values<uint>().Length / shape[0];
        return Literal.Of<uint>(new TensorType(DType.Bits, shape.With(0, count)), filter.Values<uint>().Slice(first * perOutput, count * perOutput));
    }
}
