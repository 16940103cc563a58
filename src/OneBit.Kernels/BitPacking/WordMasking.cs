using System.Runtime.CompilerServices;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>Words that come from outside may have padding bits that are 1; every other kernel relies on 0.</summary>
public static class WordMasking
{
    /// <summary>Clears the bits after the last channel in each row of ⌈channels / 32⌉ words, in place.</summary>
    /// <exception cref="ArgumentException"><paramref name="words"/> is not a whole number of rows.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ClearPadding(Span<uint> words, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        int perRow = BitLayout.Words(channels);
        if (words.Length % perRow != 0)
            throw new ArgumentException($"{words.Length} words are not a whole number of rows of {perRow}", nameof(words));
        uint mask = BitLayout.TailMask(channels);
        if (mask == uint.MaxValue)
            return;
        for (int last = perRow - 1; last < words.Length; last += perRow)
            words[last] &= mask;
    }

    /// <summary>Copies rows with the bits after the last channel cleared; <paramref name="target"/> may be <paramref name="source"/>.</summary>
    /// <exception cref="ArgumentException">The lengths differ or are not a whole number of rows.</exception>
    public static void CopyMasked(ReadOnlySpan<uint> source, int channels, Span<uint> target)
    {
        if (source.Length != target.Length)
            throw new ArgumentException($"{source.Length} words do not fit {target.Length}", nameof(target));
        source.CopyTo(target);
        ClearPadding(target, channels);
    }

    /// <summary>True where some bit after a row's last channel is 1.</summary>
    /// <exception cref="ArgumentException"><paramref name="words"/> is not a whole number of rows.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool HasDirtyPadding(ReadOnlySpan<uint> words, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        int perRow = BitLayout.Words(channels);
        if (words.Length % perRow != 0)
            throw new ArgumentException($"{words.Length} words are not a whole number of rows of {perRow}", nameof(words));
        uint padding = ~BitLayout.TailMask(channels);
        uint dirty = 0;
        for (int last = perRow - 1; last < words.Length; last += perRow)
            dirty |= words[last] & padding;
        return dirty != 0;
    }
}
