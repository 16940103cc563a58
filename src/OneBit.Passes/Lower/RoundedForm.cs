using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>
/// A quantizer of evenly spaced levels as clamps and a rounding: the forms in which DoReFa and LSQ are written. A form is taken only where its steps, found by bisection, are the quantizer's to the last bit.
/// </summary>
internal sealed class RoundedForm
{
    private readonly (BinaryKind Kind, float Value)[] before;
    private readonly (BinaryKind Kind, float Value)[] behind;

    private RoundedForm((BinaryKind, float)[] before, (BinaryKind, float)[] behind)
    {
        this.before = before;
        this.behind = behind;
    }

    /// <summary>The form that is <paramref name="op"/>; null where none is.</summary>
    public static RoundedForm? Find(MultiLevelQuantize op, Literal edges, Literal levels)
    {
        float[] t = edges.Values<float>().ToArray(), level = levels.Values<float>().ToArray();
        if (op.Nan != NanRule.Nan || t.Length < 2 || !float.IsFinite(level[^1] - level[0]) || level[^1] <= level[0])
            return null;
        return Candidates(level).FirstOrDefault(form => form.Is(t, level));
    }

    /// <summary>The form applied to <paramref name="x"/>.</summary>
    public Value Emit(Rewriter g, Value x) => Emit((op, operands) => g.Emit(op, operands), x);

    private static IEnumerable<RoundedForm> Candidates(float[] level)
    {
        int steps = level.Length - 1;
        float step = (level[^1] - level[0]) / steps, first = MathF.Round(level[0] / step), last = first + steps;
        (BinaryKind, float)[][] scales = [[(BinaryKind.Div, step)], [(BinaryKind.Mul, 1 / step)], [(BinaryKind.Mul, steps / (level[^1] - level[0]))], []];
        (BinaryKind, float)[][] backs = [[(BinaryKind.Mul, step)], [(BinaryKind.Div, 1 / step)], [(BinaryKind.Div, steps / (level[^1] - level[0]))], []];
        foreach ((BinaryKind, float)[] scale in scales)
        {
            foreach ((BinaryKind, float)[] back in backs)
            {
                yield return new([(BinaryKind.Minimum, level[^1]), (BinaryKind.Maximum, level[0]), .. scale], back);
                yield return new([.. scale, (BinaryKind.Minimum, last), (BinaryKind.Maximum, first)], back);
            }
        }
    }

    private bool Is(float[] t, float[] level)
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1]));
        Value y = Emit((op, operands) => graph.Emit(op, [.. operands]), x);
        return ChannelChain.EndingAt(y).LastOrDefault() is { } chain && chain.Source == x && StepFunction.Of(chain, t.Length) is { IsExact: true, Nan: NanRule.Nan } function
            && function.Edges[0].SequenceEqual(t) && Quantizers.SameBits(function.Levels[0], level);
    }

    private Value Emit(Func<Op, Value[], Value> emit, Value x)
    {
        foreach ((BinaryKind kind, float value) in before)
            x = emit(new Binary { Kind = kind }, [x, emit(new Constant { Value = Literal.Scalar(value) }, [])]);
        x = emit(new Unary { Kind = UnaryKind.Round }, [x]);
        foreach ((BinaryKind kind, float value) in behind)
            x = emit(new Binary { Kind = kind }, [x, emit(new Constant { Value = Literal.Scalar(value) }, [])]);
        return x;
    }
}
