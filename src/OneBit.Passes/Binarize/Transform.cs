using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>
/// The constants of T(e) = clamp(Scale·(clamp(e + Bias, Min, Max) − Center) + Shift, Low, High) per output channel, and what it becomes when something follows.
/// Absent arrays are steps that do not exist. T is closed under affine maps and clamps; whether a step keeps every bit is part of the answer.  (F4)
/// </summary>
internal sealed record Transform
{
    /// <summary>T(e) = e.</summary>
    public static Transform Identity { get; } = new();

    public float[]? Bias { get; init; }

    public float[]? Min { get; init; }

    public float[]? Max { get; init; }

    public float[]? Center { get; init; }

    public float[]? Scale { get; init; }

    public float[]? Shift { get; init; }

    public float[]? Low { get; init; }

    public float[]? High { get; init; }

    /// <summary>True where T(e) = e.</summary>
    public bool IsIdentity => Steps.All(step => step is null);

    private bool HasAffine => Center is not null || Scale is not null || Shift is not null;

    private bool HasOuterClamp => Low is not null || High is not null;

    private float[]?[] Steps => [Bias, Min, Max, Center, Scale, Shift, Low, High];

    /// <summary>The transform of a convolution; null where a constant is not known.</summary>
    public static Transform? Of(Node conv)
    {
        int channels = conv.Operands[1]!.Type.Shape[0]; // the filter is not optional
        var steps = new float[]?[8];
        for (int i = 0; i < steps.Length; i++)
        {
            int operand = LevelConv2D.FirstTransformOperand + i;
            if (operand >= conv.Operands.Count || conv.Operands[operand] is not { } value)
                continue;
            if (value.Constant is not { } constant)
                return null;
            steps[i] = constant.Channels(channels);
        }
        return new Transform { Bias = steps[0], Min = steps[1], Max = steps[2], Center = steps[3], Scale = steps[4], Shift = steps[5], Low = steps[6], High = steps[7] };
    }

    /// <summary>The operands of a convolution from bias on, without absent ones at the end.</summary>
    public IReadOnlyList<Value?> Emit(Rewriter g)
    {
        int count = Array.FindLastIndex(Steps, step => step is not null) + 1;
        return [.. Steps.Take(count).Select(step => step is null ? null : g.Emit(Literal.Vector<float>(step)))];
    }

    /// <summary>T(e), step by step in float32.</summary>
    public float Apply(int e, int channel)
    {
        float y = e;
        if (Bias is not null)
            y += Bias[channel];
        y = Clamp(y, Min, Max, channel);
        if (Center is not null)
            y -= Center[channel];
        if (Scale is not null)
            y *= Scale[channel];
        if (Shift is not null)
            y += Shift[channel];
        return Clamp(y, Low, High, channel);
    }

    /// <summary>T(e) + k. Exact as the first addition, in front of everything or behind a product; behind an outer clamp too, since rounding is monotone.</summary>
    public (Transform Transform, bool IsExact) ThenAdd(float[] k)
    {
        if (IsIdentity)
            return (this with { Bias = k }, true);
        bool isExact = Shift is null;
        float[] shift = isExact ? k : Zip(Shift!, k, (h, x) => (float)((double)h + x));
        return (this with { Shift = shift, Low = Zip(Low, k, (bound, x) => bound + x), High = Zip(High, k, (bound, x) => bound + x) }, isExact);
    }

    /// <summary>T(e)·k. Exact as the first product where nothing but the inner clamp stands in front; k &lt; 0 swaps the outer bounds.</summary>
    public (Transform Transform, bool IsExact) ThenMultiply(float[] k)
    {
        bool isExact = Scale is null && Shift is null && !HasOuterClamp;
        float[] scale = Scale is null ? k : Zip(Scale, k, (g, x) => (float)((double)g * x));
        Transform product = this with { Scale = scale, Shift = Zip(Shift, k, (h, x) => (float)((double)h * x)) };
        if (!HasOuterClamp)
            return (product, isExact);
        float[] low = new float[k.Length], high = new float[k.Length];
        for (int c = 0; c < k.Length; c++)
        {
            float a = Times(Low?[c] ?? float.NegativeInfinity, k[c]), b = Times(High?[c] ?? float.PositiveInfinity, k[c]);
            (low[c], high[c]) = k[c] < 0 ? (b, a) : (a, b);
        }
        return (product with { Low = low, High = high }, false);
    }

    /// <summary>(T(e) − mean)·g + beta, F10's centered form. Exact where no affine step and no outer clamp stands in front.</summary>
    public (Transform Transform, bool IsExact) ThenCentered(float[] mean, float[] g, float[] beta)
    {
        if (!HasAffine && !HasOuterClamp)
            return (this with { Center = mean, Scale = g, Shift = beta }, true);
        float[] offset = new float[g.Length];
        for (int c = 0; c < g.Length; c++)
            offset[c] = (float)(beta[c] - ((double)mean[c] * g[c]));
        return (ThenMultiply(g).Transform.ThenAdd(offset).Transform, false);
    }

    /// <summary>clamp(T(e)). In front of an affine step it is the inner clamp, else the outer one; exact but for the sign of a zero that a product without an addition leaves.</summary>
    public (Transform Transform, bool IsExact) ThenClamp(ChannelClamp clamp, int channels)
    {
        if (!HasAffine && !HasOuterClamp)
        {
            (float[]? min, float[]? max) = Intersect(Min, Max, clamp, channels);
            return (this with { Min = min, Max = max }, true);
        }
        (float[]? low, float[]? high) = Intersect(Low, High, clamp, channels);
        bool mayBeNegativeZero = Shift is null || Shift.Any(h => h == 0 && float.IsNegative(h));
        return (this with { Low = low, High = high }, !mayBeNegativeZero);
    }

    private static (float[]? Low, float[]? High) Intersect(float[]? low, float[]? high, ChannelClamp clamp, int channels)
    {
        float[]? newLow = low is null ? Repeat(clamp.Low, float.NegativeInfinity, channels) : Array.ConvertAll(low, bound => Math.Clamp(bound, clamp.Low, clamp.High));
        float[]? newHigh = high is null ? Repeat(clamp.High, float.PositiveInfinity, channels) : Array.ConvertAll(high, bound => Math.Clamp(bound, clamp.Low, clamp.High));
        return (newLow, newHigh);
    }

    private static float[]? Repeat(float bound, float none, int channels)
    {
        if (bound.Equals(none))
            return null;
        float[] bounds = new float[channels];
        Array.Fill(bounds, bound);
        return bounds;
    }

    private static float Times(float bound, float k) => k == 0 ? 0 : bound * k;

    private static float Clamp(float y, float[]? low, float[]? high, int channel)
    {
        if (low is not null)
            y = MathF.Max(y, low[channel]);
        return high is null ? y : MathF.Min(y, high[channel]);
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(values))]
    private static float[]? Zip(float[]? values, float[] k, Func<float, float, float> function) => values is null ? null : [.. values.Zip(k, function)];
}
