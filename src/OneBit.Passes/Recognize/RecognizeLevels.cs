using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>Finds the quantizers of several levels (DoReFa, LSQ, ternary) as <see cref="RecognizeTwoLevels"/> finds those of two. Their edges and levels are the same for all channels.</summary>
public static class RecognizeLevels
{
    /// <summary>Most steps of a quantizer: those of 8 bits.</summary>
    public const int MaxSteps = 255;

    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("recognize-levels", "Writes every spelling of a quantizer of several levels as one op.")
    {
        Rules = [Exact(Steps), Numbers(StepsOfNumbers)],
    };

    // f(x) = levels[number of edges ≤ x]   where f steps at the edges only, bit for bit  (F9)
    private static Value? Steps(Value root, Rewriter g) => Quantizers.Deepest(root, 2, MaxSteps, exact: true) is { } steps ? Emit(steps, g) : null;

    // f(x) = levels[number of edges ≤ x]   where f steps at the edges only, but for the signs of zeros and NaN
    private static Value? StepsOfNumbers(Value root, Rewriter g) => Quantizers.Deepest(root, 2, MaxSteps, exact: false) is { } steps ? Emit(steps, g) : null;

    private static Value? Emit(StepFunction steps, Rewriter g)
    {
        if (!steps.Edges.All(edges => edges.SequenceEqual(steps.Edges[0])) || !Array.TrueForAll(steps.Levels, levels => Quantizers.SameBits(levels, steps.Levels[0])))
            return null;
        return g.Emit(new MultiLevelQuantize { Nan = steps.Nan }, steps.Chain.EmitSource(g), g.Emit(Literal.Vector<float>([.. steps.Edges[0]])), g.Emit(Literal.Vector(steps.Levels[0])));
    }
}
