using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>Writes Larq Compute Engine's quantizer behind a monotone per-channel map as a packing by bounds, which <see cref="FuseThreshold"/> then moves in front of the map.</summary>
public static class PackByBounds
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("pack-by-bounds", "Writes signs of sums and products with constants as packings by bounds.") { Rules = [Exact(Signs)] };

    // signs(f(x)) = pack(f(x), nextUp(−2⁻¹²⁶))   where f is monotone and read by the signs alone
    private static Value? Signs(Value root, Rewriter g) => root switch
    {
        (BinaryQuantize, [{ Type.Element: DType.Float32 } x]) when MonotoneChain.EndingIn(x) is { IsEmpty: false } chain && chain.AreStepsReadOnce(x) => PackBounds.Signs.Emit(g, x, nanIsUpper: true),
        _ => null,
    };
}
