using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <summary>
/// Whole words by <typeparamref name="TLanes"/>, the channels of a row's last, partial word one by one. Where channels are a multiple of 32
/// there is no partial word and rows are one run of words.
/// </summary>
internal sealed partial class WordwisePacking<TLanes>(string name, CpuFeatures requires) : BitPackingKernel(name, requires)
    where TLanes : struct, IWordLanes
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void PackFloats(ReadOnlySpan<float> values, int channels, ReadOnlySpan<float> thresholds, BitSide side, Span<uint> words)
    {
        bool above = side == BitSide.Above;
        if (thresholds.Length == 1)
        {
            float t = thresholds[0];
            var rows = new Rows(channels, words.Length, uniform: true);
            for (int row = 0; row < rows.Count; row++)
            {
                ReadOnlySpan<float> source = values.Slice(row * rows.Values, rows.Values);
                Span<uint> target = words.Slice(row * rows.Words, rows.Words);
                // word < whole, so 32 values from 32 · word on lie in the row. The side is a constant of each loop.
                if (above)
                {
                    for (int word = 0; word < rows.Whole; word++)
                        target[word] = TLanes.Compare(ref At(source, word), t, above: true);
                }
                else
                {
                    for (int word = 0; word < rows.Whole; word++)
                        target[word] = TLanes.Compare(ref At(source, word), t, above: false);
                }
                if (rows.Tail != 0)
                    target[rows.Whole] = Tail(source[^rows.Tail..], thresholds, above);
            }
            return;
        }
        var channelRows = new Rows(channels, words.Length, uniform: false);
        for (int row = 0; row < channelRows.Count; row++)
        {
            ReadOnlySpan<float> source = values.Slice(row * channels, channels);
            Span<uint> target = words.Slice(row * channelRows.Words, channelRows.Words);
            for (int word = 0; word < channelRows.Whole; word++)
                target[word] = TLanes.Compare(ref At(source, word), ref At(thresholds, word), above);
            if (channelRows.Tail != 0)
                target[channelRows.Whole] = Tail(source[^channelRows.Tail..], thresholds[^channelRows.Tail..], above);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void PackBytes(ReadOnlySpan<sbyte> values, int channels, sbyte zeroPoint, Span<uint> words)
    {
        var rows = new Rows(channels, words.Length, uniform: true);
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<sbyte> source = values.Slice(row * rows.Values, rows.Values);
            Span<uint> target = words.Slice(row * rows.Words, rows.Words);
            for (int word = 0; word < rows.Whole; word++)
                target[word] = TLanes.Compare(ref At(source, word), zeroPoint);
            uint tail = 0;
            for (int c = 0; c < rows.Tail; c++)
                tail |= (source[(32 * rows.Whole) + c] < zeroPoint ? 1u : 0) << c;
            if (rows.Tail != 0)
                target[rows.Whole] = tail;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void PackZeros(ReadOnlySpan<byte> values, int channels, Span<uint> words)
    {
        var rows = new Rows(channels, words.Length, uniform: true);
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<byte> source = values.Slice(row * rows.Values, rows.Values);
            Span<uint> target = words.Slice(row * rows.Words, rows.Words);
            for (int word = 0; word < rows.Whole; word++)
                target[word] = TLanes.IsZero(ref At(source, word));
            uint tail = 0;
            for (int c = 0; c < rows.Tail; c++)
                tail |= (source[(32 * rows.Whole) + c] == 0 ? 1u : 0) << c;
            if (rows.Tail != 0)
                target[rows.Whole] = tail;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void UnpackFloats(ReadOnlySpan<uint> words, int channels, float plus, float minus, Span<float> values)
    {
        var rows = new Rows(channels, words.Length, uniform: true);
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<uint> source = words.Slice(row * rows.Words, rows.Words);
            Span<float> target = values.Slice(row * rows.Values, rows.Values);
            for (int word = 0; word < rows.Whole; word++)
                TLanes.Select(source[word], plus, minus, ref At(target, word));
            for (int c = 0; c < rows.Tail; c++)
                target[(32 * rows.Whole) + c] = ((source[rows.Whole] >> c) & 1) == 0 ? plus : minus;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void UnpackBytes(ReadOnlySpan<uint> words, int channels, byte plus, byte minus, Span<byte> values)
    {
        var rows = new Rows(channels, words.Length, uniform: true);
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<uint> source = words.Slice(row * rows.Words, rows.Words);
            Span<byte> target = values.Slice(row * rows.Values, rows.Values);
            for (int word = 0; word < rows.Whole; word++)
                TLanes.Select(source[word], plus, minus, ref At(target, word));
            for (int c = 0; c < rows.Tail; c++)
                target[(32 * rows.Whole) + c] = ((source[rows.Whole] >> c) & 1) == 0 ? plus : minus;
        }
    }

    private static uint Tail(ReadOnlySpan<float> values, ReadOnlySpan<float> thresholds, bool above)
    {
        uint bits = 0;
        for (int c = 0; c < values.Length; c++)
        {
            float t = thresholds[thresholds.Length == 1 ? 0 : c];
            bits |= ((above ? values[c] > t : values[c] < t) ? 1u : 0) << c;
        }
        return bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T At<T>(ReadOnlySpan<T> row, int word) => ref Unsafe.Add(ref MemoryMarshal.GetReference(row), 32 * (nuint)(uint)word);

    /// <summary>How the values divide into rows; without partial words and per-channel data, all rows together are one.</summary>
    private readonly struct Rows
    {
        public Rows(int channels, int words, bool uniform)
        {
            Words = BitLayout.Words(channels);
            Count = words / Words;
            Values = channels;
            if (uniform && channels % BitLayout.WordBits == 0)
            {
                Values = words * BitLayout.WordBits;
                Words = words;
                Count = words == 0 ? 0 : 1;
            }
            Whole = Values / BitLayout.WordBits;
            Tail = Values % BitLayout.WordBits;
        }

        public int Count { get; }

        public int Values { get; }

        public int Words { get; }

        public int Whole { get; }

        public int Tail { get; }
    }
}
