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
        Rules = [Exact(Signs), Exact(SignsOfBool), Exact(OneStep), Numbers(OneStepOfNumbers)],
    };

    // dequantize(quantize(x)) = +1 where x ≥ nextUp(−ε), else −1  (F1)
    private static Value? Signs(Value root, Rewriter g) => root switch
    {
        (BinaryDequantize { Output: DType.Float32 }, [(BinaryQuantize, [{ Type.Element: DType.Float32 } x])])
            => g.Emit(new TwoLevelQuantize { Nan = NanRule.Above }, x, g.Emit(Literal.Scalar(FloatOrder.SignEdge)), g.Emit(Literal.Scalar(-1f)), g.Emit(Literal.Scalar(1f))),
        _ => null,
    };

    // dequantize(quantize(c)) = c ? +1 : −1
    private static Value? SignsOfBool(Value root, Rewriter g) => root switch
    {
        (BinaryDequantize { Output: DType.Float32 }, [(BinaryQuantize, [{ Type.Element: DType.Bool } c])]) => g.Emit(new Select(), c, g.Emit(Literal.Scalar(1f)), g.Emit(Literal.Scalar(-1f))),
        _ => null,
    };

    // f(x) = high where x ≥ t, else low   where f steps once, at t, bit for bit
    private static Value? OneStep(Value root, Rewriter g) => Quantizers.Deepest(root, 1, 1, exact: true) is { } step ? Emit(step, g) : null;

    // f(x) = high where x ≥ t, else low   where f steps once, at t, but for the signs of zeros and NaN
    private static Value? OneStepOfNumbers(Value root, Rewriter g) => Quantizers.Deepest(root, 1, 1, exact: false) is { } step ? Emit(step, g) : null;

    private static Value Emit(StepFunction step, Rewriter g)
    {
        // A channel that does not step may have any threshold.
        Value threshold = g.Emit(ChannelValues.PerChannel(Array.ConvertAll(step.Edges, edges => edges is [float edge] ? edge : 0)));
        Value low = g.Emit(ChannelValues.PerChannel(Array.ConvertAll(step.Levels, levels => levels[0]))), high = g.Emit(ChannelValues.PerChannel(Array.ConvertAll(step.Levels, levels => levels[^1])));
        return g.Emit(new TwoLevelQuantize { Nan = step.Nan }, step.Chain.EmitSource(g), threshold, low, high);
    }
}
