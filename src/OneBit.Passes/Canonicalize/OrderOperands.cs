using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>Puts constants on the right, so that a rule writes one form of each expression.</summary>
public static class OrderOperands
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("order-operands", "Puts constants to the right, and writes subtraction of a constant as addition.")
    {
        Rules = [Exact(Commute), Exact(Mirror), Exact(SubtractToAdd)],
        Establishes = GraphForms.ConstantsRight,
    };

    // k ∘ x = x ∘ k
    private static Value? Commute(Value root, Rewriter g) => root switch
    {
        (Binary op, [(Constant, []) k, { Op: not Constant } x]) when Commutes(op.Kind, x.Type.Element) => g.Emit(op, x, k),
        _ => null,
    };

    // k > x = x < k
    private static Value? Mirror(Value root, Rewriter g) => root switch
    {
        (Compare op, [(Constant, []) k, { Op: not Constant } x]) => g.Emit(op with { Kind = Mirrored(op.Kind) }, x, k),
        _ => null,
    };

    // x − k = x + (−k)
    private static Value? SubtractToAdd(Value root, Rewriter g) => root switch
    {
        (Binary { Kind: BinaryKind.Sub } op, [{ Op: not Constant, Type.Element: DType.Float32 } x, (Constant k, [])]) => g.Emit(op with { Kind = BinaryKind.Add }, x, g.Emit(-k)),
        _ => null,
    };

    // The larger and the smaller of 0 and −0 are whichever stands on the right.
    private static bool Commutes(BinaryKind kind, DType element) => kind switch
    {
        BinaryKind.Add or BinaryKind.Mul or BinaryKind.SquaredDifference or BinaryKind.LogicalAnd or BinaryKind.LogicalOr => true,
        BinaryKind.Maximum or BinaryKind.Minimum => !element.IsFloat(),
        _ => false,
    };

    private static CompareKind Mirrored(CompareKind kind) => kind switch
    {
        CompareKind.Greater => CompareKind.Less,
        CompareKind.GreaterEqual => CompareKind.LessEqual,
        CompareKind.Less => CompareKind.Greater,
        CompareKind.LessEqual => CompareKind.GreaterEqual,
        _ => kind,
    };
}
