using OneBit.IR;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>Joins at once what was joined in steps.</summary>
public static class FlattenConcat
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("flatten-concat", "Makes one concatenation of nested ones.") { Rules = [Exact(Nested)] };

    // concat(…, concat(x, y), …) = concat(…, x, y, …)   along one axis, where nothing else reads the inner one; codes of one quantization. All levels at once, from the outermost.
    private static Value? Nested(Value root, Rewriter g)
    {
        if (root is not (Concat { Activation: Activation.None } outer, var operands) || !operands.Any(operand => Inner(root, operand) is not null))
            return null;
        if (root.HasOneUse && root.Users[0].Results is [{ Op: Concat } next] && Inner(next, root) is not null)
            return null;
        var parts = new List<Value?>();
        var ahead = new Stack<Value?>(operands.Reverse());
        while (ahead.TryPop(out Value? operand))
        {
            if (Inner(root, operand) is not { } inner)
            {
                parts.Add(operand);
                continue;
            }
            for (int i = inner.Count - 1; i >= 0; i--)
                ahead.Push(inner[i]);
        }
        return g.Emit(outer, parts);
    }

    private static IReadOnlyList<Value?>? Inner(Value root, Value? operand)
    {
        int rank = root.Type.Shape.Rank;
        return operand is (Concat { Activation: Activation.None } inner, var parts) { HasOneUse: true }
            && Axes.Normalize(inner.Axis, rank) == Axes.Normalize(((Concat)root.Op!).Axis, rank)
            && Equals(operand.Type.Quantization, root.Type.Quantization)
            && parts.All(part => Equals(part!.Type.Quantization, root.Type.Quantization))
            ? parts
            : null;
    }
}
