using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>Removes views of bits as words and back.</summary>
public static class CancelWords
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("cancel-words", "Removes views of bits as words that are undone at once.")
    {
        Rules = [Exact(BitsOfWordsOfBits), Exact(WordsOfBitsOfWords)],
    };

    // bits(words(b)) = b   where the channels are those of b
    private static Value? BitsOfWordsOfBits(Value root, Rewriter g) => root switch
    {
        (WordsToBits, [(BitsToWords, [{ } b])]) when root.HasTypeOf(b) => b,
        _ => null,
    };

    // words(bits(w)) = w   where no bit of w lies after the last channel
    private static Value? WordsOfBitsOfWords(Value root, Rewriter g) => root switch
    {
        (BitsToWords, [(WordsToBits { Channels: var channels }, [{ } w])]) when root.HasTypeOf(w) && channels % BitLayout.WordBits == 0 => w,
        _ => null,
    };
}
