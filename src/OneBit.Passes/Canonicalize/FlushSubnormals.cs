using System.Runtime.InteropServices;
using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Reads subnormal float32 constants of sums and products as 0. TensorFlow and Larq Compute Engine run with subnormals flushed to zero, and a folded batch
/// normalisation leaves such constants where an exact tie was: the sign that the next quantizer reads is that of 0, not that of the constant. No result moves by more than 2⁻¹²⁶.
/// </summary>
public static class FlushSubnormals
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("flush-subnormals", "Reads subnormal constants of sums and products as zero.")
    {
        Rules = [Rounding(Right), Rounding(Left)],
    };

    // x ∘ k = x ∘ k₀   where k₀ has zeros, signed, in the place of subnormal numbers; ∘ is +, − or ·
    private static Value? Right(Value root, Rewriter g) => root switch
    {
        (Binary op, [{ } x, (Constant k, [])]) when IsSumOrProduct(op.Kind) && HasSubnormals(k) => g.Emit(op, x, g.Emit(Flushed(k.Value))),
        _ => null,
    };

    // k ∘ x = k₀ ∘ x
    private static Value? Left(Value root, Rewriter g) => root switch
    {
        (Binary op, [(Constant k, []), { } x]) when IsSumOrProduct(op.Kind) && HasSubnormals(k) => g.Emit(op, g.Emit(Flushed(k.Value)), x),
        _ => null,
    };

    private static bool IsSumOrProduct(BinaryKind kind) => kind is BinaryKind.Add or BinaryKind.Sub or BinaryKind.Mul;

    private static bool HasSubnormals(Constant k) => k.Value.Type.Element == DType.Float32 && !k.Value.All<float>(v => !float.IsSubnormal(v));

    private static Literal Flushed(Literal k)
    {
        float[] values = Array.ConvertAll(k.Values<float>().ToArray(), v => float.IsSubnormal(v) ? MathF.CopySign(0, v) : v);
        return new Literal(k.Type, MemoryMarshal.AsBytes<float>(values).ToArray());
    }
}
