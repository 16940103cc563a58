using OneBit.IR;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>Writes the batch normalizations that no other op has taken in as the arithmetic that they are, rounding for rounding.  (F10)</summary>
public static class LowerBatchNorm
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("lower-batch-norm", "Writes batch normalization as additions and a multiplication.")
    {
        Rules = [Exact(Centered), Exact(Folded)],
    };

    // norm(x) = (x + (−mean))·g + beta
    private static Value? Centered(Value root, Rewriter g) => root switch
    {
        (BatchNorm { Form: BatchNormForm.Centered } norm, [{ } x, (Constant mean, _), (Constant variance, _), ..] operands) when Scale(norm, variance, operands) is { } scale && Beta(operands) is { } beta
            => Add(g, Multiply(g, Add(g, x, -mean), scale), beta),
        _ => null,
    };

    // norm(x) = x·g + (beta − mean·g)
    private static Value? Folded(Value root, Rewriter g) => root switch
    {
        (BatchNorm { Form: BatchNormForm.Folded } norm, [{ } x, (Constant mean, _), (Constant variance, _), ..] operands) when Scale(norm, variance, operands) is { } scale && Beta(operands) is { } beta
            => Add(g, Multiply(g, x, scale), beta - (mean * scale)),
        _ => null,
    };

    private static Value Add(Rewriter g, Value x, Constant k) => g.Emit(new Binary { Kind = BinaryKind.Add }, x, g.Emit(k));

    private static Value Multiply(Rewriter g, Value x, Constant k) => g.Emit(new Binary { Kind = BinaryKind.Mul }, x, g.Emit(k));

    // g = gamma/√(variance + epsilon), the root rounded before it is multiplied; null where gamma is no constant.
    private static Constant? Scale(BatchNorm norm, Constant variance, IReadOnlyList<Value?> operands)
    {
        Constant root = ConstantArithmetic.Apply(new Unary { Kind = UnaryKind.Rsqrt }, variance + Scalar(norm.Epsilon));
        if (operands.Count <= 3 || operands[3] is not { } gamma)
            return root;
        return gamma.Op is Constant factor ? root * factor : null;
    }

    // Adding 0 turns −0 into 0, as the op does.
    private static Constant? Beta(IReadOnlyList<Value?> operands) => operands.Count > 4 && operands[4] is { } beta ? beta.Op as Constant : Scalar(0);

    private static Constant Scalar(float value) => new() { Value = Tensors.Literal.Scalar(value) };
}
