using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>What the border of a convolution over levels reads.</summary>
public enum LceBorder
{
    /// <summary>No tap ever lies in the border.</summary>
    None,

    /// <summary>The upper level, bit 0: what Larq Compute Engine pads with for nothing.</summary>
    Upper,

    /// <summary>The lower level, bit 1: the upper one of the negated bits.</summary>
    Lower,

    /// <summary>Zeros around levels ±1: no level; the engine corrects its float results for it.</summary>
    Zero,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Which convolutions over levels stock Larq Compute Engine 0.16 can compute in its default mode, and how.</summary>
public static class LceForms
{
    /// <summary>Groups above this number, each a convolution of its own, are slower than the float convolution that they replace.</summary>
    public const int MaxGroups = 16;

    /// <summary>Taps up to which e and e ± ½ are exact in float32, together with every sum that the engine forms on its way.</summary>
    public const int MaxTaps = 1 << 20;

    /// <summary>The word for what cannot be lowered as a size is not known.</summary>
    internal const string UnknownSize = "lce-unknown-size";

    /// <summary>Null where <paramref name="conv"/> can be lowered to stock ops, else a word for scripts and a sentence.</summary>
    /// <param name="conv">The attributes.</param>
    /// <param name="input">Shape of the packed input, [n, h, w, c], or of rank 5 with planes.</param>
    /// <param name="filter">Shape of the filter, OHWI; its depth is that of a group.</param>
    public static (string Code, string Sentence)? Refusal(LevelConv2D conv, Shape input, Shape filter)
    {
        ArgumentNullException.ThrowIfNull(conv);
        if (input.Rank != 4)
            return ("lce-planes", "stock Larq Compute Engine has no convolution over several planes of bits");
        if (conv.Output == DType.Int8)
            return ("lce-int8", "int8 results of binary convolutions are not lowered to stock Larq Compute Engine");
        if (filter.Rank != 4 || !filter.IsStatic || input[3] == Shape.Unknown)
            return (UnknownSize, "the channels or the filter's size are not known");
        if (input[3] / Math.Max(1, filter[3]) is var groups and > MaxGroups)
            return ("lce-groups", $"its {groups} groups would be {groups} convolutions on stock Larq Compute Engine, which has none with groups; {MaxGroups} are the limit");
        if ((long)filter[1] * filter[2] * filter[3] * (1L + Math.Abs(conv.Zero)) is var taps and > MaxTaps)
            return ("lce-taps", $"sums over {taps} taps are not exact in float32");
        return Border(conv, input, filter) switch
        {
            LceBorder.Other when !conv.Pads.IsDefaultOrEmpty => ("lce-explicit-pads", "stock Larq Compute Engine pads as SAME does or not at all"),
            LceBorder.Other => ("lce-pad-value", $"stock Larq Compute Engine cannot pad with {conv.PadValue}, which is none of the levels of its inputs"),
            LceBorder.Zero when input[1] == Shape.Unknown || input[2] == Shape.Unknown => (UnknownSize, "the image's size is not known, and stock Larq Compute Engine forgets its correction for zero padding where the filter reaches further than the image"),
            LceBorder.Zero when !IsCorrected(conv, input, filter) => ("lce-filter-exceeds-image", "stock Larq Compute Engine forgets its correction for zero padding where the filter reaches further than the image"),
            _ => null,
        };
    }

    /// <summary>What taps in the border of <paramref name="conv"/> read. SAME whose pads are all 0 has no border.</summary>
    public static LceBorder Border(LevelConv2D conv, Shape input, Shape filter)
    {
        ArgumentNullException.ThrowIfNull(conv);
        if (!conv.Pads.IsDefaultOrEmpty && conv.Pads.Any(pad => pad != 0))
            return LceBorder.Other;
        if (conv.Padding == Padding.Valid || (HasNoPads(input[1], filter[1], conv.Stride.Height, conv.Dilation.Height) && HasNoPads(input[2], filter[2], conv.Stride.Width, conv.Dilation.Width)))
            return LceBorder.None;
        return (conv.Levels, conv.PadValue + conv.Zero) switch
        {
            (InputLevels.Bipolar, 1) or (InputLevels.Unipolar, 1) => LceBorder.Upper,
            (InputLevels.Bipolar, -1) or (InputLevels.Unipolar, 0) => LceBorder.Lower,
            (InputLevels.Bipolar, 0) => LceBorder.Zero,
            _ => LceBorder.Other,
        };
    }

    private static bool HasNoPads(int input, int filter, int stride, int dilation) => Windows.KnownPads(input, filter, stride, dilation, Padding.Same) is (0, 0);

    private static bool IsCorrected(LevelConv2D conv, Shape input, Shape filter) =>
        Windows.EffectiveFilter(filter[1], conv.Dilation.Height) <= input[1] && Windows.EffectiveFilter(filter[2], conv.Dilation.Width) <= input[2];
}
