namespace OneBit.Kernels;

/// <summary>
/// What follows the integer d of a binary convolution, channel by channel c (F4):
/// <code>
/// e = (offset + offsets_c ± d) / (1 or 2)
/// T(e) = clamp( g_c·(clamp(e + p_c, a_c, b_c) − m_c) + h_c,  lo_c, hi_c )
/// </code>
/// Each step is rounded to float32 by itself, never fused. An absent array is a step that does not exist.
/// </summary>
/// <remarks>
/// A clamp is min(max(x, low), high) in the sense of IEEE 754-2019: NaN stays NaN, −0 is below +0. All arrays have one element per output
/// channel. Where <see cref="Halve"/> is set the sum must be even; |offset| + |offsets_c| + K must stay below 2³¹.
/// The first run copies the arrays; what they hold must not change after that.
/// </remarks>
public sealed class OutputTransform
{
    private TransformTable? table;

    /// <summary>T(e) = d.</summary>
    public static OutputTransform Identity { get; } = new();

    /// <summary>True where −d enters e.</summary>
    public bool Negate { get; init; }

    /// <summary>True where e is half of the sum: the unipolar levels 0 and 1.</summary>
    public bool Halve { get; init; }

    /// <summary>
    /// True where zero padding is corrected behind T and not in d: with d from a border of +1, y = T(e) + float32(g_c·S_c), S the sum of the filter's
    /// ±1 outside the image. Float output of the form T(e) = g·(offset − d) + h alone.
    /// </summary>
    public bool CorrectsBehind { get; init; }

    public int Offset { get; init; }

    /// <summary>Per-channel integer offsets, such as Σv of the unipolar form.</summary>
    public int[]? Offsets { get; init; }

    /// <summary>p: added first.</summary>
    public float[]? Bias { get; init; }

    /// <summary>a: lower bound of the inner clamp.</summary>
    public float[]? InnerLow { get; init; }

    /// <summary>b: upper bound of the inner clamp.</summary>
    public float[]? InnerHigh { get; init; }

    /// <summary>m: subtracted after the inner clamp.</summary>
    public float[]? Centre { get; init; }

    /// <summary>g.</summary>
    public float[]? Multiplier { get; init; }

    /// <summary>h: added after the multiplication.</summary>
    public float[]? Shift { get; init; }

    /// <summary>lo: lower bound of the outer clamp.</summary>
    public float[]? Low { get; init; }

    /// <summary>hi: upper bound of the outer clamp.</summary>
    public float[]? High { get; init; }

    /// <summary>
    /// Larq Compute Engine's float output: x = clamp(2·accum, K − high, K − low), y = x·(−multiplier) + b, b = bias + K·multiplier formed
    /// in double and rounded once; bit for bit, zeros included. (F5)
    /// </summary>
    /// <param name="depth">K.</param>
    /// <param name="multiplier">Post-activation multiplier per output channel.</param>
    /// <param name="bias">Post-activation bias per output channel.</param>
    /// <param name="low">Lower end of the fused activation's range, at most K; −K or less for none.</param>
    /// <param name="high">Upper end of the fused activation's range; K or more for none.</param>
    /// <param name="correctsBehind"><see cref="CorrectsBehind"/>; without an activation's range alone.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or <paramref name="low"/> exceeds <paramref name="high"/>.</exception>
    public static OutputTransform Larq(
        int depth, ReadOnlySpan<float> multiplier, ReadOnlySpan<float> bias, int low = int.MinValue, int high = int.MaxValue, bool correctsBehind = false)
        => Larq(depth, multiplier, bias, low, high, 1, 0, correctsBehind);

    /// <summary>
    /// Larq Compute Engine's int8 output before rounding: y = x·(−multiplier/scale) + ((bias + K·multiplier)/scale + zeroPoint), both constants
    /// formed in double and rounded once; use it with <see cref="Int8Output.Folded"/>.
    /// </summary>
    /// <inheritdoc cref="Larq(int, ReadOnlySpan{float}, ReadOnlySpan{float}, int, int, bool)"/>
    public static OutputTransform Larq(
        int depth, ReadOnlySpan<float> multiplier, ReadOnlySpan<float> bias, int low, int high, double scale, int zeroPoint)
        => Larq(depth, multiplier, bias, low, high, scale, zeroPoint, correctsBehind: false);

    /// <summary>Checks that every present array has <paramref name="channels"/> elements.</summary>
    /// <exception cref="ArgumentException">One has not, or the transform is not of the form that <see cref="CorrectsBehind"/> needs.</exception>
    public void Validate(int channels)
    {
        if (CorrectsBehind && (!Negate || Halve || Multiplier is null || InnerLow is not null || InnerHigh is not null || Low is not null || High is not null))
            throw new ArgumentException("a correction behind the transform needs g·(offset − d) + h without clamps");
        Check(Offsets?.Length, channels, nameof(Offsets));
        Check(Bias?.Length, channels, nameof(Bias));
        Check(InnerLow?.Length, channels, nameof(InnerLow));
        Check(InnerHigh?.Length, channels, nameof(InnerHigh));
        Check(Centre?.Length, channels, nameof(Centre));
        Check(Multiplier?.Length, channels, nameof(Multiplier));
        Check(Shift?.Length, channels, nameof(Shift));
        Check(Low?.Length, channels, nameof(Low));
        Check(High?.Length, channels, nameof(High));
    }

    /// <summary>The constants as the loops read them, made once; the identity's for as many channels as were asked for.</summary>
    internal TransformTable Table(int channels)
    {
        TransformTable? made = table;
        return made is not null && made.Channels >= channels ? made : table = new TransformTable(this, channels);
    }

    private static OutputTransform Larq(
        int depth, ReadOnlySpan<float> multiplier, ReadOnlySpan<float> bias, int low, int high, double scale, int zeroPoint, bool correctsBehind)
    {
        if (multiplier.Length != bias.Length)
            throw new ArgumentException($"{multiplier.Length} multipliers but {bias.Length} biases", nameof(bias));
        low = Math.Max(low, -depth);
        high = Math.Min(high, depth);
        if (low > high)
            throw new ArgumentException($"activation range [{low}, {high}] is empty", nameof(low));
        int channels = multiplier.Length;
        float[] factors = new float[channels];
        float[] shifts = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            factors[c] = (float)(-multiplier[c] / scale);
            double shift = (bias[c] + (depth * (double)multiplier[c])) / scale;
            shifts[c] = (float)(zeroPoint == 0 ? shift : shift + zeroPoint);
        }
        return new OutputTransform
        {
            Negate = true,
            CorrectsBehind = correctsBehind,
            Offset = depth,
            InnerLow = high < depth ? Filled(channels, depth - high) : null,
            InnerHigh = low > -depth ? Filled(channels, depth - low) : null,
            Multiplier = factors,
            Shift = shifts,
        };
    }

    private static void Check(int? length, int channels, string name)
    {
        if (length is { } present && present != channels)
            throw new ArgumentException($"{name} has {present} elements for {channels} output channels");
    }

    private static float[] Filled(int length, float value)
    {
        float[] array = new float[length];
        Array.Fill(array, value);
        return array;
    }
}
