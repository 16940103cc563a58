using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Moves a pad behind a reshape that only adds or drops dimensions of 1: right in front of a convolution the pad can go into it. One-dimensional convolutions are ones of images of height 1, with the pad
/// in front of the new dimension.
/// </summary>
public static class PadBehindReshape
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("pad-behind-reshape", "Moves pads behind reshapes that add or drop dimensions of 1.") { Rules = [Exact(DimensionsOfOne)] };

    // reshape(pad(x, p)) = pad(reshape(x), p′)   where dimensions of 1 that are not padded come or go
    private static Value? DimensionsOfOne(Value root, Rewriter g) => root switch
    {
        (Reshape, [(Pad pad, [{ HasTarget: true, Type.Shape: var shape } x, (Constant pads, []), ..] operands) { HasOneUse: true } padded, (Constant, [])])
            when root.HasTarget && pads.Value.AsInts() is { } counts && Aligned(padded.Type.Shape, root.Type.Shape, counts) is { } axes
            => g.Emit(
                pad,
                [
                    g.Emit(new Reshape(), x, g.Emit(Literal.Vector([.. axes.Select(axis => axis < 0 ? 1 : shape[axis])]))),
                    g.Emit(Literal.Of<int>([axes.Count, 2], [.. axes.SelectMany(axis => PadsOf(axis, counts))])),
                    .. operands.Skip(2),
                ]),
        _ => null,
    };

    private static int[] PadsOf(int axis, IReadOnlyList<int> counts) => axis < 0 ? [0, 0] : [counts[2 * axis], counts[(2 * axis) + 1]];

    // For each dimension of the result the one of the padded tensor that it is, −1 for a new one.
    private static List<int>? Aligned(Shape padded, Shape result, IReadOnlyList<int> counts)
    {
        var axes = new List<int>();
        int axis = 0;
        foreach (int size in result)
        {
            while (axis < padded.Rank && padded[axis] != size && padded[axis] == 1 && IsFree(axis))
                axis++;
            if (axis < padded.Rank && padded[axis] == size)
                axes.Add(axis++);
            else if (size == 1)
                axes.Add(-1);
            else
                return null;
        }
        while (axis < padded.Rank && padded[axis] == 1 && IsFree(axis))
            axis++;
        return axis == padded.Rank ? axes : null;

        bool IsFree(int i) => counts[2 * i] == 0 && counts[(2 * i) + 1] == 0;
    }
}
