using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.Kernels;

/// <content>
/// Bands and codes. A word's partial last values are copied to 32 of their own, so that all words take one path.
/// The bits of 32 codes are counted side by side: adding a word of carries to the planes is a half adder per plane, and a carry dies out after two planes on average.
/// </content>
internal sealed partial class WordwisePacking<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void PackBands(
        ReadOnlySpan<float> values, int channels, ReadOnlySpan<float> least, ReadOnlySpan<float> most, bool nanBit, Span<uint> words)
    {
        Span<float> tail = stackalloc float[3 * BitLayout.WordBits];
        int perRow = BitLayout.Words(channels), whole = channels / BitLayout.WordBits, partial = channels % BitLayout.WordBits;
        least[(channels - partial)..].CopyTo(tail[BitLayout.WordBits..]);
        most[(channels - partial)..].CopyTo(tail[(2 * BitLayout.WordBits)..]);
        for (int row = 0; row < words.Length / perRow; row++)
        {
            ReadOnlySpan<float> source = values.Slice(row * channels, channels);
            Span<uint> target = words.Slice(row * perRow, perRow);
            for (int word = 0; word < whole; word++)
                target[word] = Band(ref At(source, word), ref At(least, word), ref At(most, word), nanBit);
            if (partial == 0)
                continue;
            source[^partial..].CopyTo(tail);
            ReadOnlySpan<float> last = tail;
            target[whole] = Band(ref At(last, 0), ref At(last, 1), ref At(last, 2), nanBit) & BitLayout.TailMask(channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void PackCodes(
        ReadOnlySpan<float> values, int channels, ReadOnlySpan<float> edges, int planes, bool nanIsUpper, Span<uint> words, int planeWords)
    {
        Span<float> tail = stackalloc float[BitLayout.WordBits];
        int perRow = BitLayout.Words(channels);
        for (int row = 0; row < values.Length / channels; row++)
        {
            ReadOnlySpan<float> source = values.Slice(row * channels, channels);
            for (int word = 0; word < perRow; word++)
            {
                uint mask = word == perRow - 1 ? BitLayout.TailMask(channels) : uint.MaxValue;
                scoped ReadOnlySpan<float> run = source[(word * BitLayout.WordBits)..];
                if (run.Length < BitLayout.WordBits)
                {
                    run.CopyTo(tail);
                    run = tail;
                }
                // run has 32 values or more.
                Codes(ref MemoryMarshal.GetReference(run), edges, nanIsUpper, mask, planes, words[((row * perRow) + word)..], planeWords);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Band(ref float x, ref float least, ref float most, bool nanBit)
    {
        uint outside = TLanes.Compare(ref x, ref least, above: false) | TLanes.Compare(ref x, ref most, above: true);
        return nanBit ? outside | ~Numbers(ref x) : outside;
    }

    private static void Codes(ref float x, ReadOnlySpan<float> edges, bool nanIsUpper, uint mask, int planes, Span<uint> target, int planeWords)
    {
        Span<uint> code = stackalloc uint[8];
        code.Clear();
        uint counted = nanIsUpper ? uint.MaxValue : Numbers(ref x);
        foreach (float edge in edges)
        {
            // x >= edge; NaN is below nothing, so it counts unless it is masked out.
            uint carry = ~TLanes.Compare(ref x, edge, above: false) & counted;
            for (int plane = 0; carry != 0; plane++)
            {
                uint both = code[plane] & carry;
                code[plane] ^= carry;
                carry = both;
            }
        }
        for (int plane = 0; plane < planes; plane++)
            target[plane * planeWords] = ~code[plane] & mask;
    }

    // A number is below infinity or above minus infinity; NaN is neither.
    private static uint Numbers(ref float x) => TLanes.Compare(ref x, float.PositiveInfinity, above: false) | TLanes.Compare(ref x, float.NegativeInfinity, above: true);
}
