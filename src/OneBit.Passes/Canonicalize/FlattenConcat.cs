using OneBit.IR;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>Joins at once what was joined in steps.</summary>
public static class FlattenConcat
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("flatten-concat", "Makes one concatenation of nested ones.") { Rules = [Exact(Nested)] };

    // concat(…, concat(x, y), …) = concat(…, x, y, …)   along one axis, where nothing else reads the inner one; codes of one quantization
    private static Value? Nested(Value root, Rewriter g)
    {
        if (root is not (Concat { Activation: Activation.None } outer, var operands) || !operands.Any(operand => Inner(root, operand) is not null))
            return null;
        return g.Emit(outer, [.. operands.SelectMany(operand => Inner(root, operand) ?? [operand])]);
    }

    private static IReadOnlyList<Value?>? Inner(Value root, Value? operand)
    {
        int rank = root.Type.Shape.Rank;
        return operand is (Concat { Activation: Activation.None } inner, var parts) { HasOneUse: true }
            && Axes.Normalize(inner.Axis, rank) == Axes.Normalize(((Concat)root.Op!).Axis, rank)
            && parts.All(part => Equals(part!.Type.Quantization, root.Type.Quantization))
            ? parts
            : null;
    }
}
