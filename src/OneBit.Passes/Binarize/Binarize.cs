using OneBit.IR;

namespace OneBit.Passes;

/// <summary>
/// Writes convolutions and dense layers of a quantized input and a kernel of two levels as binary convolutions over packed bits. Everything behind them stays where it is.
/// </summary>
public static class Binarize
{
    /// <summary>The pass for OneBit's own runtime. Behind it, <see cref="Refusals"/> tells what stayed float.</summary>
    public static Pass Pass { get; } = For(ConversionTarget.OneBit, "binarize", variantOf: null);

    /// <summary>The pass for stock LCE: layers that it cannot run stay float.</summary>
    public static Pass LcePass { get; } = For(ConversionTarget.Lce, "binarize-for-lce", Pass);

    private static Pass For(ConversionTarget target, string name, Pass? variantOf) => new(name, "Writes layers of quantized inputs and two-level kernels as binary convolutions over packed bits.")
    {
        VariantOf = variantOf,
        Rules = [Rule.Numbers((root, g) => Layer(root, g, target, exact: true), "IntegerLayer"), Rule.Rounding((root, g) => Layer(root, g, target, exact: false), "ScaledLayer")],
    };

    // Σ w·x + bias = Unit·α·Σ v·X + bias  (F11)
    private static Value? Layer(Value root, Rewriter g, ConversionTarget target, bool exact) =>
        root.Op is Conv2D or DepthwiseConv2D or FullyConnected && BinaryLayer.Of(root, target).Layer is { } layer && layer.IsExact == exact ? layer.Emit(root, g) : null;
}
