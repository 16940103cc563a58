using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>
/// A <see cref="LevelConv2D"/> that stock Larq Compute Engine can compute, taken apart: constants, ranges, and what the engine's own transform,
/// x·m' + b' of x = 2·popcount, makes of it.  (F4, F5, F11)
/// </summary>
internal sealed class LceConvolution
{
    /// <summary>Indices into <see cref="Steps"/>.</summary>
    public const int Bias = 0, Min = 1, Max = 2, Center = 3, Scale = 4, Shift = 5, Low = 6, High = 7, StepCount = 8;

    private LceConvolution(LevelConv2D op, Value input, Literal filter)
    {
        (Op, Input, Filter) = (op, input, filter);
        Border = LceForms.Border(op, input.Type.Shape, filter.Type.Shape);
        Taps = filter.Type.Shape[1] * filter.Type.Shape[2] * filter.Type.Shape[3];
    }

    public LevelConv2D Op { get; }

    public Value Input { get; }

    public Literal Filter { get; }

    public LceBorder Border { get; }

    /// <summary>The constants of the transform per output channel; null where the step does not exist. Bits have none.</summary>
    public float[]?[] Steps { get; private init; } = new float[]?[StepCount];

    /// <summary>The bounds of bits; null for float results.</summary>
    public (long[] Least, long[] Most)? Bounds { get; private init; }

    /// <summary>Σv of each output channel.</summary>
    public int[] SignSums => field ??= BitFilters.SignSums(Filter);

    public int Outputs => Filter.Type.Shape[0];

    public int Depth => Filter.Type.Shape[3];

    public int Groups => Input.Type.Shape[3] / Depth;

    /// <summary>K.</summary>
    public int Taps { get; }

    public bool HasAffine => Steps[Center] is not null || Steps[Scale] is not null || Steps[Shift] is not null;

    public bool HasInnerClamp => Steps[Min] is not null || Steps[Max] is not null;

    public bool HasOuterClamp => Steps[Low] is not null || Steps[High] is not null;

    /// <summary>True where the engine reads the border rightly.</summary>
    public bool IsPlain => Groups == 1 && Border is LceBorder.None or LceBorder.Upper or LceBorder.Zero;

    /// <summary>The convolution that <paramref name="root"/> is; null where it is none, is one that the engine cannot compute, or hangs on values that are no constants.</summary>
    public static LceConvolution? Of(Value root)
    {
        if (root.Producer is not { Op: LevelConv2D op } node || node.Operands is not [{ } input, { Constant: { } filter }, ..])
            return null;
        if (LceForms.Refusal(op, input.Type.Shape, filter.Type.Shape) is not null)
            return null;
        Literal?[] constants = [.. node.Operands.Skip(LevelConv2D.FirstTransformOperand).Select(operand => operand?.Constant)];
        if (node.Operands.Skip(LevelConv2D.FirstTransformOperand).Zip(constants).Any(pair => pair.First is not null && pair.Second is null))
            return null;
        int outputs = filter.Type.Shape[0];
        return new LceConvolution(op, input, filter)
        {
            Steps = [.. Enumerable.Range(0, StepCount).Select(i => op.Output != DType.Bits && constants.ElementAtOrDefault(i) is { } step ? ChannelValues.Spread(step.Values<float>(), outputs) : null)],
            Bounds = op.Output == DType.Bits ? (Integers(constants, StepCount, outputs, int.MinValue), Integers(constants, StepCount + 1, outputs, int.MaxValue)) : null,
        };
    }

    /// <summary>The bounds of bits half-way between integers; infinite where no e lies beyond.</summary>
    public PackBounds Halves()
    {
        float[] least = new float[Outputs], most = new float[Outputs];
        for (int c = 0; c < Outputs; c++)
        {
            (long from, long to) = (Bounds!.Value.Least[c], Bounds.Value.Most[c]); // only asked of bits
            (long first, long last) = (Integer(-Taps, c), Integer(Taps, c));
            (least[c], most[c]) = from > to || to < first || from > last
                ? (float.PositiveInfinity, float.NegativeInfinity)
                : (from <= first ? float.NegativeInfinity : from - 0.5f, to >= last ? float.PositiveInfinity : to + 0.5f);
        }
        return new PackBounds(least, most);
    }

    /// <summary>e of Σv·b = <paramref name="d"/>.</summary>
    public long Integer(int d, int channel) => Op.Levels == InputLevels.Bipolar ? d : (d + Rest(channel)) / 2;

    /// <summary>The popcounts from which to which <paramref name="channel"/> gives bit 0.</summary>
    public (long From, long To) Popcounts(int channel)
    {
        (long least, long most) = (Bounds!.Value.Least[channel], Bounds.Value.Most[channel]); // only asked of bits
        return Op.Levels == InputLevels.Bipolar
            ? (-((most - Taps) >> 1), (Taps - least) >> 1)
            : (((Taps + Rest(channel)) / 2) - most, ((Taps + Rest(channel)) / 2) - least);
    }

    /// <summary>The engine's activation that the inner clamp is: of the integers ±1 add up to, in front of everything else; null where there is no clamp or the engine has none like it.</summary>
    public Activation? EngineActivation()
    {
        if (Steps[Bias] is not null || Op.Levels != InputLevels.Bipolar || Border is not (LceBorder.None or LceBorder.Upper))
            return null;
        return (Uniform(Steps[Min], float.NegativeInfinity), Uniform(Steps[Max], float.PositiveInfinity)) switch
        {
            (0f, float.PositiveInfinity) => Activation.Relu,
            (0f, 6f) => Activation.Relu6,
            (-1f, 1f) => Activation.ReluN1To1,
            _ => null,
        };
    }

    /// <summary>Multiplier and bias of the engine that all affine steps come to, formed in double and rounded once.</summary>
    public (float[] Multiplier, float[] Bias) Fold()
    {
        float[] multiplier = new float[Outputs], bias = new float[Outputs];
        for (int c = 0; c < Outputs; c++)
        {
            bool isBipolar = Op.Levels == InputLevels.Bipolar;
            double scale = Steps[Scale]?[c] ?? 1, before = (isBipolar ? 0 : Rest(c) / 2.0) + (Steps[Bias]?[c] ?? 0) - (Steps[Center]?[c] ?? 0);
            multiplier[c] = (float)(scale * (isBipolar ? 1 : 0.5));
            bias[c] = (float)((Steps[Shift]?[c] ?? 0) + (scale * before));
        }
        return (multiplier, bias);
    }

    /// <summary>True where the engine with that multiplier and bias gives T(e) bit for bit, for every e and with or without fused multiply-add.</summary>
    public bool IsExact(float[] multiplier, float[] bias, Activation activation)
    {
        if (NeverRounds())
            return true;
        for (int c = 0; c < Outputs; c++)
        {
            if (!IsExact(multiplier[c], bias[c], activation, c))
                return false;
        }
        return true;
    }

    /// <summary>The convolution with other constants in place of its own.</summary>
    public Value Emit(Rewriter g, params ReadOnlySpan<(int Step, float[]? Constants)> changes)
    {
        float[]?[] steps = [.. Steps];
        foreach ((int step, float[]? constants) in changes)
            steps[step] = constants;
        return g.Emit(Op with { Output = DType.Float32 }, [Input, g.Emit(Filter), .. Operands(g, steps)]);
    }

    /// <summary>The convolution with other bounds for its bits.</summary>
    public Value EmitBits(Rewriter g, PackBounds halves)
    {
        Literal least = Literal.Vector<int>(Array.ConvertAll(halves.Least, bound => Whole(MathF.Ceiling(bound))));
        Literal most = Literal.Vector<int>(Array.ConvertAll(halves.Most, bound => Whole(MathF.Floor(bound))));
        return g.Emit(Op, [Input, g.Emit(Filter), .. new Value?[StepCount], g.Emit(least), g.Emit(most)]);
    }

    /// <summary>The operands of a transform, without absent ones at the end.</summary>
    public static IReadOnlyList<Value?> Operands(Rewriter g, float[]?[] steps) =>
        [.. steps.Take(Array.FindLastIndex(steps, step => step is not null) + 1).Select(step => step is null ? null : g.Emit(Literal.Vector<float>(step)))];

    // Σv, less what the code of 0 takes away, twice: e = (d + Rest)/2.
    private long Rest(int channel) => (1L - (2 * Op.Zero)) * SignSums[channel];

    // Sums of whole multiples of 2⁻⁸ below 2¹⁵ have 23 bits: no order of them rounds.
    private bool NeverRounds()
    {
        if (Op.Levels != InputLevels.Bipolar || Border == LceBorder.Zero || HasOuterClamp || Steps[Scale] is not null)
            return false;
        for (int c = 0; c < Outputs; c++)
        {
            double largest = 2.0 * Taps;
            foreach (float[]? step in (ReadOnlySpan<float[]?>)[Steps[Bias], Steps[Center], Steps[Shift]])
            {
                double value = step?[c] ?? 0;
                largest += double.IsInteger(value * 256) ? Math.Abs(value) : double.PositiveInfinity;
            }
            if (!(largest < 1 << 15))
                return false;
        }
        return true;
    }

    private bool IsExact(float multiplier, float bias, Activation activation, int channel)
    {
        // The engine mends zero padding behind its transform: exact where every term is a whole multiple of half a power of two.
        if (Border == LceBorder.Zero && !(multiplier == 0 || IsPowerOfTwo(multiplier) && IsWhole(2 * bias / multiplier)))
            return false;
        (int low, int high) = activation switch
        {
            Activation.Relu => (0, Taps),
            Activation.Relu6 => (0, Math.Min(6, Taps)),
            Activation.ReluN1To1 => (-1, 1),
            _ => (-Taps, Taps),
        };
        float slope = -multiplier, offset = (float)(bias + ((double)Taps * multiplier));
        // All d beyond a bound give what the one at it, or next to it, gives. Large ones differ most often.
        int step = Border == LceBorder.Zero ? 1 : 2, first = -Taps + ((low + Taps) / step * step), last = Taps - ((Taps - high) / step * step);
        for (int d = last; d >= first; d -= step)
        {
            float x = Taps - Math.Clamp(d, low, high), expected = Transformed(Integer(d, channel), channel);
            if (!Same((x * slope) + offset, expected) || !Same(MathF.FusedMultiplyAdd(x, slope, offset), expected))
                return false;
        }
        return true;
    }

    private float Transformed(float y, int channel)
    {
        y = Steps[Bias] is { } bias ? y + bias[channel] : y;
        y = Clamp(y, Steps[Min], Steps[Max], channel);
        y = Steps[Center] is { } center ? y - center[channel] : y;
        y = Steps[Scale] is { } scale ? y * scale[channel] : y;
        y = Steps[Shift] is { } shift ? y + shift[channel] : y;
        return Clamp(y, Steps[Low], Steps[High], channel);
    }

    private static float Clamp(float y, float[]? low, float[]? high, int channel)
    {
        y = low is null ? y : MathF.Max(y, low[channel]);
        return high is null ? y : MathF.Min(y, high[channel]);
    }

    private static int Whole(float bound) => float.IsFinite(bound) ? (int)bound : bound < 0 ? int.MinValue : int.MaxValue;

    private static bool Same(float x, float y) => BitConverter.SingleToInt32Bits(x) == BitConverter.SingleToInt32Bits(y);

    private static bool IsPowerOfTwo(float value) => float.IsNormal(value) && (BitConverter.SingleToInt32Bits(value) & 0x7FFFFF) == 0;

    private static bool IsWhole(float value) => value == MathF.Round(value) && MathF.Abs(value) < 1 << 22;

    private static float? Uniform(float[]? values, float absent)
    {
        if (values is null)
            return absent;
        return Array.TrueForAll(values, v => v == values[0]) && values.Length > 0 ? values[0] : null;
    }

    private static long[] Integers(Literal?[] constants, int index, int count, int absent) =>
        Array.ConvertAll(constants.ElementAtOrDefault(index) is { } bound ? ChannelValues.Spread(bound.Values<int>(), count) : ChannelValues.Spread<int>([absent], count), v => (long)v);
}
