using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Finds the quantizers of two levels, however they are spelled: comparisons, signs, clamps and roundings, scaled, shifted, mirrored, with biases and clamps in front. One rule covers all spellings:
/// a chain of monotone ops on single elements is a monotone function, whose steps are found by bisection on its own arithmetic; where it has one step, it is the op.  (F9)
/// </summary>
public static class RecognizeTwoLevels
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("recognize-two-levels", "Writes every spelling of a quantizer of two levels as one op.")
    {
        Rules = [Exact(Signs), Exact(SignsOfBool), Exact(OneStep), Numbers(OneStepButZeros)],
    };

    private static readonly float LeastZero = MathF.BitIncrement(-1.17549435e-38f);

    // dequantize(quantize(x)) = +1 where x ≥ nextUp(−ε), else −1  (F1)
    private static Value? Signs(Value root, Rewriter g) => root switch
    {
        (BinaryDequantize { Output: DType.Float32 }, [(BinaryQuantize, [{ Type.Element: DType.Float32 } x])])
            => g.Emit(new TwoLevelQuantize { Nan = NanRule.Above }, x, g.Emit(Literal.Scalar(LeastZero)), g.Emit(Literal.Scalar(-1f)), g.Emit(Literal.Scalar(1f))),
        _ => null,
    };

    // dequantize(quantize(c)) = c ? +1 : −1
    private static Value? SignsOfBool(Value root, Rewriter g) => root switch
    {
        (BinaryDequantize { Output: DType.Float32 }, [(BinaryQuantize, [{ Type.Element: DType.Bool } c])]) => g.Emit(new Select(), c, g.Emit(Literal.Scalar(1f)), g.Emit(Literal.Scalar(-1f))),
        _ => null,
    };

    // f(x) = high where x ≥ t, else low   where f steps once, at t, bit for bit
    private static Value? OneStep(Value root, Rewriter g) => Deepest(root, exact: true) is { } step ? Emit(step, g) : null;

    // f(x) = high where x ≥ t, else low   where f steps once, at t, but for the signs of zeros
    private static Value? OneStepButZeros(Value root, Rewriter g) => Deepest(root, exact: false) is { } step ? Emit(step, g) : null;

    // The farthest source: what lies in front of a quantizer moves into its threshold, as long as levels neither merge nor change sides in some channels only.
    private static StepFunction? Deepest(Value root, bool exact)
    {
        if (root.Type is not { Element: DType.Float32, Quantization: null })
            return null;
        StepFunction? nearest = null, deepest = null;
        foreach (ChannelChain chain in ChannelChain.EndingAt(root))
        {
            bool isRoot = root.Op is TwoLevelQuantize && chain.Steps.Count == 1;
            if (StepFunction.Of(chain, maxSteps: 1) is not { } step || (nearest is not null && !KeepsLevels(nearest, step)) || (exact && !step.IsExact))
                continue;
            nearest ??= step;
            if (!isRoot)
                deepest = step;
        }
        return deepest;
    }

    private static bool KeepsLevels(StepFunction near, StepFunction far)
    {
        int channels = Math.Max(near.Levels.Length, far.Levels.Length);
        float[][] before = Spread(near.Levels, channels), after = Spread(far.Levels, channels);
        return before.Zip(after).All(pair => pair.First.SequenceEqual(pair.Second)) || before.Zip(after).All(pair => pair.First.SequenceEqual(pair.Second.Reverse()));
    }

    private static float[][] Spread(float[][] levels, int channels) => levels.Length == channels ? levels : [.. Enumerable.Repeat(levels[0], channels)];

    private static Value Emit(StepFunction step, Rewriter g)
    {
        // A channel that does not step may have any threshold.
        Value threshold = g.Emit(Vector(Array.ConvertAll(step.Edges, edges => edges is [float edge] ? edge : 0)));
        Value low = g.Emit(Vector(Array.ConvertAll(step.Levels, levels => levels[0]))), high = g.Emit(Vector(Array.ConvertAll(step.Levels, levels => levels[^1])));
        return g.Emit(new TwoLevelQuantize { Nan = step.Nan }, step.Chain.EmitSource(g), threshold, low, high);
    }

    private static Literal Vector(float[] values) =>
        Array.TrueForAll(values, value => BitConverter.SingleToInt32Bits(value) == BitConverter.SingleToInt32Bits(values[0])) ? Literal.Scalar(values[0]) : Literal.Vector(values);
}
