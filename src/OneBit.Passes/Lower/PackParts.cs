using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>Packs the parts of what was joined instead of the whole, which then need not be joined: bits of whole words are joined at a 32nd of the cost.</summary>
public static class PackParts
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("pack-parts", "Packs what concatenations join, instead of their results.") { Rules = [Exact(Levels), Exact(Signs)] };

    // pack(concat(x₁, x₂, …), least, most) = concat(pack(x₁, least₁, most₁), …)   with each part's own bounds where channels are joined
    private static Value? Levels(Value root, Rewriter g)
    {
        if (root is not (PackLevels op, [(Concat join, [_, _, ..] parts), ..]) || PackBounds.Of(root) is not { } bounds || Axis(root, join, parts) is not { } axis)
            return null;
        bool joinsChannels = axis == root.Type.Shape.Rank - 1;
        var packed = new Value[parts.Count];
        int first = 0;
        for (int i = 0; i < packed.Length; i++)
        {
            Value part = parts[i]!; // a concatenation has all its operands
            packed[i] = (joinsChannels ? bounds.Slice(first, part.Type.Shape[^1]) : bounds).Emit(g, part, op.NanIsUpper);
            first += part.Type.Shape[^1];
        }
        return g.Emit(join, packed);
    }

    // signs(concat(x₁, x₂, …)) = concat(signs(x₁), signs(x₂), …)
    private static Value? Signs(Value root, Rewriter g) => root switch
    {
        (BinaryQuantize op, [(Concat join, [_, _, ..] parts) { Type.Element: DType.Float32 }]) when Axis(root, join, parts) is not null => g.Emit(join, [.. parts.Select(part => g.Emit(op, part!))]),
        _ => null,
    };

    // Channels that do not fill words would be joined bit by bit.
    private static int? Axis(Value root, Concat join, IReadOnlyList<Value?> parts)
    {
        if (join.Activation != Activation.None || !root.Type.Shape.IsStatic || Axes.Normalize(join.Axis, root.Type.Shape.Rank) is not { } axis)
            return null;
        return axis < root.Type.Shape.Rank - 1 || parts.All(part => part!.Type.Shape[^1] % BitLayout.WordBits == 0) ? axis : null;
    }
}
