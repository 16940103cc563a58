using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>A tensor of few levels, and how its bits come about: from a quantizer, through ops that only move or choose among levels.</summary>
internal sealed record PackedInput(LevelForm Form, Func<Rewriter, Value> Pack)
{
    /// <summary>The packed form of <paramref name="x"/>; null where it is no quantized tensor.</summary>
    public static PackedInput? Of(Value x) => x switch
    {
        (TwoLevelQuantize op, [{ } source, (Constant t, []), (Constant low, []), (Constant high, [])]) => TwoLevels(op, source, t.Value, low.Value, high.Value),
        (Select, [{ Type.Element: DType.Bool } condition, (Constant yes, []), (Constant no, [])]) when condition.Type.Shape == x.Type.Shape => Chosen(condition, yes.Value, no.Value),
        (MultiLevelQuantize op, [{ } source, (Constant edges, []), (Constant levels, [])]) => Codes(op, source, edges, levels.Value),
        (Pool2D { Kind: PoolKind.Max, Activation: Activation.None } pool, [{ } source]) when Of(source) is { Form.Planes: 1 } input
            => input.Then((g, bits) => g.Emit(new BinaryMaxPool2D { Filter = pool.Filter, Stride = pool.Stride, Padding = pool.Padding }, bits)),
        (Reshape op, [{ } source, { } shape]) when x.Type.Shape.Rank > 0 && source.Type.Shape.Rank > 0 && KeepsChannels(x, source) && Of(source) is { Form.Planes: 1 } input
            => input.Then((g, bits) => g.Emit(op, bits, shape)),
        (Reshape op, [{ Type.Shape: { IsStatic: true, Rank: > 0 } } source, _]) when x.Type.Shape is { IsStatic: true, Rank: > 0 } && Of(source) is { } input
            => input.Then((g, bits) => g.Emit(op, bits, g.Emit(Literal.Vector([.. input.Form.Planes == 1 ? [] : new[] { input.Form.Planes }, .. x.Type.Shape])))),
        (Concat { Activation: Activation.None } op, [_, ..] parts) => Joined(op, x.Type.Shape.Rank, parts),
        (StridedSlice, [{ } source, ..]) when Of(source) is { } input && MovedBits.Slice(x, input.Form.Planes) is { } move => input.Then(move),
        (Gather, [{ } source, ..]) when Of(source) is { } input && MovedBits.Gather(x, input.Form.Planes) is { } move => input.Then(move),
        (Pad, [{ } source, ..]) when Of(source) is { } input && MovedBits.Pad(x, input.Form) is { } move => input.Then(move),
        _ => null,
    };

    private static bool KeepsChannels(Value x, Value source) => x.Type.Shape[^1] == source.Type.Shape[^1] && x.Type.Shape[^1] != Shape.Unknown;

    private static PackedInput? TwoLevels(TwoLevelQuantize op, Value source, Literal threshold, Literal low, Literal high)
    {
        if (low.Uniform() is not { } below || high.Uniform() is not { } above)
            return FallingChannels(op, source, threshold, low, high);
        if (LevelForm.Of(Math.Min(below, above), Math.Max(below, above)) is not { } form)
            return null;
        bool rises = above > below;
        bool nanIsUpper = op.Nan == NanRule.Below ? !rises : rises;
        return new PackedInput(form, g => rises
            ? g.Emit(new PackLevels { NanIsUpper = nanIsUpper }, source, g.Emit(threshold))
            : g.Emit(
                new PackLevels { NanIsUpper = nanIsUpper },
                source,
                g.Emit(Literal.Scalar(float.NegativeInfinity)),
                g.Emit(threshold.Map(MathF.BitDecrement))));
    }

    // What a comparison of two computed tensors chooses: its own answers are packed, as their difference would round.
    private static PackedInput? Chosen(Value condition, Literal yes, Literal no)
    {
        if (yes.Type.Element != DType.Float32 || no.Type.Element != DType.Float32 || yes.Uniform() is not { } above || no.Uniform() is not { } below || LevelForm.Of(Math.Min(below, above), Math.Max(below, above)) is not { } form)
            return null;
        const float Between = 0.5f;
        return new PackedInput(form, g =>
        {
            Value answers = g.Emit(new Cast { To = DType.Float32 }, condition);
            return above > below
                ? g.Emit(new PackLevels(), answers, g.Emit(Literal.Scalar(Between)))
                : g.Emit(new PackLevels(), answers, g.Emit(Literal.Scalar(float.NegativeInfinity)), g.Emit(Literal.Scalar(Between)));
        });
    }

    // Channels of one pair of levels, some of which rise and some fall: what a batch norm of mixed signs in front of a quantizer leaves.
    private static PackedInput? FallingChannels(TwoLevelQuantize op, Value source, Literal threshold, Literal low, Literal high)
    {
        int channels = Math.Max(low.Values<float>().Length, high.Values<float>().Length);
        float[] below = low.Channels(channels), above = high.Channels(channels), edges = threshold.Channels(Math.Max(channels, threshold.Values<float>().Length));
        if (edges.Length != channels || op.Nan != NanRule.Nan)
            return null;
        float lower = Math.Min(below[0], above[0]), upper = Math.Max(below[0], above[0]);
        if (LevelForm.Of(lower, upper) is not { } form)
            return null;
        float[] least = new float[channels], most = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            if (Math.Min(below[c], above[c]) != lower || Math.Max(below[c], above[c]) != upper)
                return null;
            (least[c], most[c]) = above[c] > below[c] ? (edges[c], float.PositiveInfinity) : (float.NegativeInfinity, MathF.BitDecrement(edges[c]));
        }
        return new PackedInput(form, g => g.Emit(new PackLevels(), source, g.Emit(Literal.Vector<float>(least)), g.Emit(Literal.Vector<float>(most))));
    }

    private static PackedInput? Codes(MultiLevelQuantize op, Value source, Constant edges, Literal levels)
    {
        if (levels.Values<float>().Length < 2 || LevelForm.Of(levels.Values<float>()) is not { } form)
            return null;
        return new PackedInput(form, g => g.Emit(new PackPlanes { Planes = form.Planes, NanIsUpper = op.Nan != NanRule.Below }, source, g.Emit(edges)));
    }

    // Planes lie in front of the other dimensions.
    private static PackedInput? Joined(Concat op, int rank, IReadOnlyList<Value?> parts)
    {
        PackedInput?[] inputs = [.. parts.Select(part => part is null ? null : Of(part))];
        if (inputs[0] is not { } first || inputs.Any(input => input?.Form != first.Form))
            return null;
        int axis = op.Axis < 0 ? op.Axis + rank : op.Axis;
        return new PackedInput(first.Form, g => g.Emit(op with { Axis = first.Form.Planes == 1 ? axis : axis + 1 }, [.. inputs.Select(input => input!.Pack(g))]));
    }

    private PackedInput Then(Func<Rewriter, Value, Value> move) => this with { Pack = g => move(g, Pack(g)) };
}
