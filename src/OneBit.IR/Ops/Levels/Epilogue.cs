using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>
/// What a convolution of bits does to its float32 result T(e) before it stores it: y = then(T(e) + residual), the sum rounded to float32, and as a second result the signs of y, bit 1 where y ≤ −2⁻¹²⁶.
/// Models that run have it; no file holds it.
/// </summary>
public static class Epilogue
{
    /// <summary>True where a node has one.</summary>
    public static bool IsOn(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Op switch
        {
            BinaryConv2D conv => conv.Signs || node.Operands.Count > BinaryConv2D.ResidualOperand,
            LevelConv2D conv => conv.Signs || node.Operands.Count > LevelConv2D.ResidualOperand,
            _ => false,
        };
    }

    internal static IReadOnlyList<TensorType> Infer(Operands operands, TensorType result, int residual, Activation then, bool signs)
    {
        bool adds = operands.Has(residual);
        if (result.Element != DType.Float32 && (adds || signs))
            throw operands.Wrong("output", "f32 with a residual or signs", result.Element.Name());
        if (then != Activation.None && !adds)
            throw operands.Wrong("then", "none without a residual", Words.Of(then));
        if (adds && operands.Elements(residual, DType.Float32).Shape is { IsStatic: true } shape && result.Shape.IsStatic && shape != result.Shape)
            throw operands.Wrong(operands.Describe(residual), $"of the shape {result.Shape}", $"{shape}");
        return signs ? [result, new TensorType(DType.Bits, result.Shape)] : [result];
    }
}
