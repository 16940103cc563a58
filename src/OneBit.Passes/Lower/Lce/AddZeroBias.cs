using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>Gives float convolutions without a bias one of zeros: the stock interpreter refuses them without.</summary>
public static class AddZeroBias
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("add-zero-bias", "Gives float convolutions without a bias one of zeros.") { Rules = [Numbers(ToConv2D), Numbers(ToDepthwiseConv2D)] };

    // conv(x, w) = conv(x, w, 0)
    private static Value? ToConv2D(Value root, Rewriter g) => root switch
    {
        (Conv2D op, [{ Type.Element: DType.Float32 } x, { } w, ..] operands) when HasNoBias(operands) && w.Type.Shape[0] > 0 => g.Emit(op, x, w, Zeros(g, w.Type.Shape[0])),
        _ => null,
    };

    // depthwise(x, w) = depthwise(x, w, 0)
    private static Value? ToDepthwiseConv2D(Value root, Rewriter g) => root switch
    {
        (DepthwiseConv2D op, [{ Type.Element: DType.Float32 } x, { } w, ..] operands) when HasNoBias(operands) && w.Type.Shape[3] > 0 => g.Emit(op, x, w, Zeros(g, w.Type.Shape[3])),
        _ => null,
    };

    private static bool HasNoBias(IReadOnlyList<Value?> operands) => operands.Count < 3 || operands[2] is null;

    private static Value Zeros(Rewriter g, int count) => g.Emit(Literal.Vector<float>(new float[count]));
}
