using OneBit.IR;
using OneBit.Kernels;

namespace OneBit.Runtime;

/// <summary>One binary convolution in the sum that a convolution over levels is.</summary>
/// <param name="Plane">Which plane of the input.</param>
/// <param name="Padding">What its border reads.</param>
/// <param name="Weight">Factor of its d.</param>
/// <param name="Inverted">Whether the plane's bits are inverted before.</param>
internal readonly record struct LevelTerm(int Plane, BinaryPadding Padding, int Weight, bool Inverted = false);

/// <summary>
/// e = (Σ weight·d + factor·Σv) / divisor, exactly. (F11) (F12) With d⁺ and d⁻ for borders of +1 and −1, d inside is (d⁺ + d⁻)/2 and the border's Σv is (d⁺ − d⁻)/2, so any pad value is a sum of these.
/// </summary>
internal sealed record LevelTerms(IReadOnlyList<LevelTerm> Terms, int Factor, bool Halve)
{
    /// <summary>The terms of an op.</summary>
    /// <param name="op">The op.</param>
    /// <param name="planes">Planes of its input.</param>
    /// <param name="hasBorder">Whether any window reaches over the image.</param>
    /// <param name="plusOneOnly">Whether borders can only be +1; d⁻ of a plane is then −d⁺ of the inverted one.</param>
    public static LevelTerms Of(LevelConv2D op, int planes, bool hasBorder, bool plusOneOnly)
    {
        LevelTerms sum = op.Levels == InputLevels.Bipolar ? Bipolar(op.PadValue, hasBorder, plusOneOnly) : Unipolar(op, planes, hasBorder);
        return plusOneOnly ? sum with { Terms = [.. sum.Terms.Select(PlusOne)] } : sum;
    }

    // X = P in the border: e = (1 + P)/2·d⁺ + (1 − P)/2·d⁻.
    private static LevelTerms Bipolar(int pad, bool hasBorder, bool plusOneOnly)
    {
        if (!hasBorder || pad == 1)
            return new([new LevelTerm(0, BinaryPadding.One, 1)], 0, false);
        if (pad == -1)
            return new([new LevelTerm(0, BinaryPadding.MinusOne, 1)], 0, false);
        return pad == 0 && !plusOneOnly
            ? new([new LevelTerm(0, BinaryPadding.Zero, 1)], 0, false)
            : new([new LevelTerm(0, BinaryPadding.One, 1 + pad), new LevelTerm(0, BinaryPadding.MinusOne, 1 - pad)], 0, true);
    }

    // u = (1 + b)/2, so 2e = Σ 2ⁱ·dᵢ + (2ᵏ − 1 − 2·zero)·Σv where the border reads the code P + zero; else plane 0 brings the border's Σv as often as is missing.
    private static LevelTerms Unipolar(LevelConv2D op, int planes, bool hasBorder)
    {
        int codes = 1 << planes, code = op.PadValue + op.Zero;
        bool isCode = !hasBorder || (code >= 0 && code < codes);
        var terms = new List<LevelTerm>();
        for (int plane = 0; plane < planes; plane++)
        {
            bool isOne = isCode && hasBorder && ((code >> plane) & 1) != 0;
            terms.Add(new LevelTerm(plane, isOne ? BinaryPadding.One : BinaryPadding.MinusOne, 1 << plane));
        }
        if (!isCode)
        {
            terms[0] = terms[0] with { Weight = 1 - code };
            terms.Add(new LevelTerm(0, BinaryPadding.One, code));
        }
        return new([.. terms.Where(t => t.Weight != 0)], codes - 1 - (2 * op.Zero), true);
    }

    private static LevelTerm PlusOne(LevelTerm term) =>
        term.Padding == BinaryPadding.MinusOne ? term with { Padding = BinaryPadding.One, Weight = -term.Weight, Inverted = true } : term;
}
