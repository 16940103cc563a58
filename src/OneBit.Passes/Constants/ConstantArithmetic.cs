using OneBit.IR;
using OneBit.Reference;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>
/// Arithmetic on constants as rules write it, <c>g.Emit(β + γ * k)</c>. The reference executor computes, so a rule cannot disagree with execution: float32 steps, each rounded.
/// </summary>
public static class ConstantArithmetic
{
    extension(Constant)
    {
        /// <summary>x + y, broadcast.</summary>
        public static Constant operator +(Constant left, Constant right) => Apply(new Binary { Kind = BinaryKind.Add }, left, right);

        /// <summary>x − y, broadcast.</summary>
        public static Constant operator -(Constant left, Constant right) => Apply(new Binary { Kind = BinaryKind.Sub }, left, right);

        /// <summary>x·y, broadcast.</summary>
        public static Constant operator *(Constant left, Constant right) => Apply(new Binary { Kind = BinaryKind.Mul }, left, right);

        /// <summary>x / y, broadcast.</summary>
        public static Constant operator /(Constant left, Constant right) => Apply(new Binary { Kind = BinaryKind.Div }, left, right);

        /// <summary>−x; 0 becomes −0.</summary>
        public static Constant operator -(Constant operand) => Apply(new Unary { Kind = UnaryKind.Neg }, operand);
    }

    /// <summary>The result of an op with one result, whose type is inferred, of constants.</summary>
    /// <exception cref="ModelFormatException">The constants do not fit the op.</exception>
    public static Constant Apply(Op op, params IReadOnlyList<Constant> operands)
    {
        ArgumentNullException.ThrowIfNull(op);
        ArgumentNullException.ThrowIfNull(operands);
        var scratch = new Graph();
        IReadOnlyList<TensorType> types = TypeInference.ResultTypes(op, [.. operands.Select(k => scratch.Emit(k))]);
        return new Constant { Value = ReferenceExecutor.Evaluate(op, [.. operands.Select(k => k.Value)], types)[0] };
    }
}
