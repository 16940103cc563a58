using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>Writes every change of shape that moves nothing as one Reshape, so that other rules and the runtime meet a single op.</summary>
public static class UnifyReshapes
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("unify-reshapes", "Writes Squeeze, ExpandDims and chains of Reshape as one Reshape.")
    {
        Rules = [Exact(AxesOfOne), Exact(ReshapeTwice)],
        Establishes = GraphForms.ReshapesOnly,
    };

    // squeeze(x) = reshape(x, s),  expand(x) = reshape(x, s)
    private static Value? AxesOfOne(Value root, Rewriter g) => root switch
    {
        (Squeeze, [{ } x]) when root.HasTarget => To(root.Type.Shape, x, g),
        (ExpandDims, [{ } x, (Constant, [])]) when root.HasTarget => To(root.Type.Shape, x, g),
        _ => null,
    };

    // reshape(reshape(x, s), t) = reshape(x, t)
    private static Value? ReshapeTwice(Value root, Rewriter g) => root switch
    {
        (Reshape, [(Reshape, [{ } x, ..]) { HasOneUse: true }, ..]) when root.HasTarget => To(root.Type.Shape, x, g),
        _ => null,
    };

    private static Value To(Shape shape, Value x, Rewriter g) => g.Emit(new Reshape(), x, g.Emit(Literal.Vector(shape.Dimensions)));
}
