namespace OneBit.Kernels.Tests.Convolution;

/// <summary>The whole transform (F4) for one element, and operands for it.</summary>
internal static class OutputOracle
{
    public static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(12) switch
    {
        0 => 0f,
        1 => -0f,
        2 => float.PositiveInfinity,
        3 => float.NegativeInfinity,
        4 => float.Epsilon,
        _ => (random.NextSingle() - 0.5f) * 20,
    })];

    public static OutputTransform RandomTransform(Random random, int channels, int parity, bool mayHalve)
    {
        float[]? Maybe() => random.Next(3) == 0 ? null : Values(random, channels);
        bool halve = mayHalve && random.Next(2) == 0;
        return new OutputTransform
        {
            Negate = random.Next(2) == 0,
            Halve = halve,
            Offset = random.Next(-5, 5) * 2,
            Offsets = halve || random.Next(2) == 0 ? [.. Enumerable.Range(0, channels).Select(_ => (random.Next(-50, 50) * 2) + parity)] : null,
            Bias = Maybe(),
            InnerLow = Maybe(),
            InnerHigh = Maybe(),
            Centre = Maybe(),
            Multiplier = Maybe(),
            Shift = Maybe(),
            Low = Maybe(),
            High = Maybe(),
        };
    }

    public static float Transform(OutputTransform t, int dot, int c)
    {
        int e = t.Offset + (t.Offsets is null ? 0 : t.Offsets[c]) + (t.Negate ? -dot : dot);
        float x = t.Halve ? e / 2 : e;
        if (t.Bias is not null)
            x += t.Bias[c];
        x = MathF.Min(MathF.Max(x, t.InnerLow is null ? float.NegativeInfinity : t.InnerLow[c]), t.InnerHigh is null ? float.PositiveInfinity : t.InnerHigh[c]);
        if (t.Centre is not null)
            x -= t.Centre[c];
        if (t.Multiplier is not null)
            x *= t.Multiplier[c];
        if (t.Shift is not null)
            x += t.Shift[c];
        return MathF.Min(MathF.Max(x, t.Low is null ? float.NegativeInfinity : t.Low[c]), t.High is null ? float.PositiveInfinity : t.High[c]);
    }
}
