using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>
/// Levels as a LceQuantize of something whose sign says on which side of the bound x lies. A difference of floats never has the wrong sign, and none is −0 where bit 0 is due
/// (a zero is subtracted as −0), since some packers read the sign bit itself. Where a difference may be subnormal, which some machines read as zero, both sides are scaled by a power of two;
/// not so at the edges of x ≥ 0 and x > 0, which are defined for such machines. NaN packs as bit 0.
/// </summary>
internal static class LcePacking
{
    // Floats of at least 2⁻¹⁰² differ from their neighbours by normal numbers.
    private const double NeedsNoScale = 1.0 / (1L << 51) / (1L << 51);

    private const float Scale = (float)(1UL << 63) * 2; // 2⁶⁴ lifts the smallest subnormal over 2⁻¹⁰²

    /// <summary>The bits of <paramref name="x"/> within <paramref name="bounds"/>.</summary>
    public static Value Emit(Rewriter g, Value x, PackBounds bounds)
    {
        if (bounds.IsSigns)
            return g.Emit(new BinaryQuantize(), x);
        return g.Emit(new BinaryQuantize(), bounds.IsOneSided ? OneSided(g, x, bounds) : TwoSided(g, x, bounds));
    }

    // z = f·x − k: x − t where x ≥ t is asked, u − x where x ≤ u is.
    private static Value OneSided(Rewriter g, Value x, PackBounds bounds)
    {
        bool prefersFalling = bounds.All(i => bounds.IsFalling(i) || bounds.IsNever(i));
        (float Factor, float Constant)[] lines = [.. Enumerable.Range(0, bounds.Count).Select(i => Line(bounds, i, prefersFalling))];
        float[] factors = Array.ConvertAll(lines, line => line.Factor), constants = Array.ConvertAll(lines, line => line.Constant);
        Value z;
        if (Array.TrueForAll(factors, f => f == -1))
            z = g.Emit(new Binary { Kind = BinaryKind.Sub }, ClampOps.Constant(g, Array.ConvertAll(constants, k => -k)), x);
        else
            z = g.Emit(new Binary { Kind = BinaryKind.Sub }, Multiplied(g, x, factors), ClampOps.Constant(g, constants));
        if (!bounds.Any(bounds.IsNever))
            return z;
        float[] caps = [.. Enumerable.Range(0, bounds.Count).Select(i => bounds.IsNever(i) ? -1 : float.PositiveInfinity)];
        return g.Emit(new Binary { Kind = BinaryKind.Minimum }, z, ClampOps.Constant(g, caps));
    }

    private static (float Factor, float Constant) Line(PackBounds bounds, int i, bool prefersFalling)
    {
        int sign = prefersFalling ? -1 : 1;
        if (bounds.IsNever(i))
            return (sign, -0f);
        if (bounds.IsAlways(i))
            return (sign, float.NegativeInfinity);
        bool isRising = bounds.IsRising(i);
        (sign, float bound) = isRising ? (1, bounds.Least[i]) : (-1, bounds.Most[i]);
        if (bound == (isRising ? FloatOrder.SignEdge : FloatOrder.LargestSubnormal))
            return (sign, -0f);
        float scale = ScaleOf(bound);
        return (sign * scale, NegativeZero(sign * scale * bound));
    }

    // z = min(s·x − s·t, s·u − s·x)
    private static Value TwoSided(Rewriter g, Value x, PackBounds bounds)
    {
        float[] scales = [.. Enumerable.Range(0, bounds.Count).Select(i => Math.Max(ScaleOf(bounds.Least[i]), ScaleOf(bounds.Most[i])))];
        float[] least = [.. bounds.Least.Select((bound, i) => bounds.IsNever(i) ? 1 : NegativeZero(bound * scales[i]))];
        float[] most = [.. bounds.Most.Select((bound, i) => bounds.IsNever(i) ? -1 : -NegativeZero(-bound * scales[i]))];
        Value scaled = Multiplied(g, x, scales);
        Value above = g.Emit(new Binary { Kind = BinaryKind.Sub }, scaled, ClampOps.Constant(g, least));
        Value below = g.Emit(new Binary { Kind = BinaryKind.Sub }, ClampOps.Constant(g, most), scaled);
        return g.Emit(new Binary { Kind = BinaryKind.Minimum }, above, below);
    }

    private static Value Multiplied(Rewriter g, Value x, float[] factors) =>
        Array.TrueForAll(factors, f => f == 1) ? x : g.Emit(new Binary { Kind = BinaryKind.Mul }, x, ClampOps.Constant(g, factors));

    private static float ScaleOf(float bound) => Math.Abs((double)bound) < NeedsNoScale ? Scale : 1;

    private static float NegativeZero(float value) => value == 0 ? -0f : value;
}
