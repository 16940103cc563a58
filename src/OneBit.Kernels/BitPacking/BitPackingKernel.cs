using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>
/// Rows of values to rows of packed words and back: channel c is bit c mod 32 of word c / 32, bit 1 means −1, padding bits are 0.
/// Rows are consecutive; a row has <c>channels</c> values and ⌈channels / 32⌉ words. Output must not overlap input.
/// </summary>
/// <remarks>Rows are independent, so a caller divides the work by slicing the spans.</remarks>
public abstract class BitPackingKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>bit = x &lt; t or x &gt; t by <paramref name="side"/>; NaN gives 0.</summary>
    /// <param name="values">rows · channels values.</param>
    /// <param name="channels">Values per row.</param>
    /// <param name="thresholds">One for all channels, or one per channel.</param>
    /// <param name="side">The side that gives bit 1.</param>
    /// <param name="words">rows · ⌈channels / 32⌉ words.</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public void Pack(ReadOnlySpan<float> values, int channels, ReadOnlySpan<float> thresholds, BitSide side, Span<uint> words)
    {
        CheckRows(values.Length, channels, words.Length);
        if (thresholds.Length != 1 && thresholds.Length != channels)
            throw new ArgumentException($"{thresholds.Length} thresholds for {channels} channels", nameof(thresholds));
        ReportUse();
        PackFloats(values, channels, thresholds, side, words);
    }

    /// <summary>bit = x &lt; least or x &gt; most; NaN gives <paramref name="nanBit"/>.</summary>
    /// <param name="values">rows · channels values.</param>
    /// <param name="channels">Values per row.</param>
    /// <param name="least">One per channel.</param>
    /// <param name="most">One per channel.</param>
    /// <param name="nanBit">The bit of NaN.</param>
    /// <param name="words">rows · ⌈channels / 32⌉ words.</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public void PackBand(ReadOnlySpan<float> values, int channels, ReadOnlySpan<float> least, ReadOnlySpan<float> most, bool nanBit, Span<uint> words)
    {
        CheckRows(values.Length, channels, words.Length);
        Require.Exactly(least.Length, channels);
        Require.Exactly(most.Length, channels);
        ReportUse();
        PackBands(values, channels, least, most, nanBit, words);
    }

    /// <summary>Plane i has bit = not bit i of the code, the number of edges that are not above x; NaN is the code of all edges, or 0.  (F12)</summary>
    /// <param name="values">rows · channels values.</param>
    /// <param name="channels">Values per row.</param>
    /// <param name="edges">At most 2^planes − 1, none NaN, in any order.</param>
    /// <param name="planes">1 to 8.</param>
    /// <param name="nanIsUpper">Whether NaN is the code of all edges.</param>
    /// <param name="words">The rows' words of the first plane, and planeWords further those of the next.</param>
    /// <param name="planeWords">Words between planes.</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public void PackPlanes(ReadOnlySpan<float> values, int channels, ReadOnlySpan<float> edges, int planes, bool nanIsUpper, Span<uint> words, int planeWords)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfLessThan(planes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(planes, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(edges.Length, (1 << planes) - 1, nameof(edges));
        int rowWords = values.Length / channels * BitLayout.Words(channels);
        CheckRows(values.Length, channels, rowWords);
        ArgumentOutOfRangeException.ThrowIfLessThan(planeWords, rowWords);
        Require.Length(words.Length, ((planes - 1L) * planeWords) + rowWords);
        ReportUse();
        PackCodes(values, channels, edges, planes, nanIsUpper, words, planeWords);
    }

    /// <summary>bit = q &lt; zeroPoint; any zero point is allowed: −128 and less gives no bit, more than 127 every bit that is a channel.</summary>
    /// <inheritdoc cref="Pack(ReadOnlySpan{float}, int, ReadOnlySpan{float}, BitSide, Span{uint})"/>
    public void Pack(ReadOnlySpan<sbyte> values, int channels, int zeroPoint, Span<uint> words)
    {
        CheckRows(values.Length, channels, words.Length);
        ReportUse();
        if (zeroPoint is > sbyte.MinValue and <= sbyte.MaxValue)
        {
            PackBytes(values, channels, (sbyte)zeroPoint, words);
            return;
        }
        words.Fill(zeroPoint > sbyte.MaxValue ? uint.MaxValue : 0);
        WordMasking.ClearPadding(words, channels);
    }

    /// <summary>bit = not value: true packs as bit 0 (+1). Every byte but 0 is true.</summary>
    /// <inheritdoc cref="Pack(ReadOnlySpan{float}, int, ReadOnlySpan{float}, BitSide, Span{uint})"/>
    public void PackBooleans(ReadOnlySpan<byte> values, int channels, Span<uint> words)
    {
        CheckRows(values.Length, channels, words.Length);
        ReportUse();
        PackZeros(values, channels, words);
    }

    /// <summary>value = bit 0 ? plus : minus.</summary>
    /// <inheritdoc cref="Pack(ReadOnlySpan{float}, int, ReadOnlySpan{float}, BitSide, Span{uint})"/>
    public void Unpack(ReadOnlySpan<uint> words, int channels, float plus, float minus, Span<float> values)
    {
        CheckRows(values.Length, channels, words.Length);
        ReportUse();
        UnpackFloats(words, channels, plus, minus, values);
    }

    /// <summary>value = bit 0 ? plus : minus, for int8 (two's complement) and for bool (1 and 0).</summary>
    /// <inheritdoc cref="Pack(ReadOnlySpan{float}, int, ReadOnlySpan{float}, BitSide, Span{uint})"/>
    public void Unpack(ReadOnlySpan<uint> words, int channels, byte plus, byte minus, Span<byte> values)
    {
        CheckRows(values.Length, channels, words.Length);
        ReportUse();
        UnpackBytes(words, channels, plus, minus, values);
    }

    private protected abstract void PackFloats(ReadOnlySpan<float> values, int channels, ReadOnlySpan<float> thresholds, BitSide side, Span<uint> words);

    private protected abstract void PackBands(ReadOnlySpan<float> values, int channels, ReadOnlySpan<float> least, ReadOnlySpan<float> most, bool nanBit, Span<uint> words);

    private protected abstract void PackCodes(ReadOnlySpan<float> values, int channels, ReadOnlySpan<float> edges, int planes, bool nanIsUpper, Span<uint> words, int planeWords);

    private protected abstract void PackBytes(ReadOnlySpan<sbyte> values, int channels, sbyte zeroPoint, Span<uint> words);

    private protected abstract void PackZeros(ReadOnlySpan<byte> values, int channels, Span<uint> words);

    private protected abstract void UnpackFloats(ReadOnlySpan<uint> words, int channels, float plus, float minus, Span<float> values);

    private protected abstract void UnpackBytes(ReadOnlySpan<uint> words, int channels, byte plus, byte minus, Span<byte> values);

    private static void CheckRows(int values, int channels, int words)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        int rows = values / channels;
        if (values % channels != 0 || words != (long)rows * BitLayout.Words(channels))
            throw new ArgumentException($"{values} values and {words} words are not the same number of rows of {channels} channels");
    }
}
