using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Writes a locally connected layer, whose every pixel has two-level weights of its own, as a convolution of one pixel in groups, which has a binary form: the windows lie side by side as channels.
/// Windows are gathered pixel by pixel, since bits are packed that way.
/// </summary>
public static class GroupLocal
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("group-local", "Writes binary locally connected layers as convolutions in groups.") { Rules = [Rounding(Windows)] };

    // y[n, p, f] = Σₖ x[n, p, k]·w[p, k, f]   is a convolution of the pixel x[n, p·k] by w[p·f, k] in p groups
    private static Value? Windows(Value root, Rewriter g) => root switch
    {
        (BatchMatMul { AdjointLeft: false, AdjointRight: false }, [(Gather { Axis: 1, BatchDims: 0 }, [(Reshape, [{ } x, ..]) { Type.Shape: { IsStatic: true, Rank: 2 } flat }, (Constant i, [])]), (Constant w, [])])
            when IsImage(x, flat) && w.Value.Type.Shape is [var windows, var length, _] && i.Value.Type.Shape == [windows, 1, length]
                && Pixels(i.Value, x.Type.Shape[^1]) is { } pixels && Filter(w) is var filter && TwoLevelKernel.TryMatch(filter, out _)
            => Grouped(root, x, pixels, filter, g),
        _ => null,
    };

    private static bool IsImage(Value x, Shape flat) => x.Type.Shape is { IsStatic: true, Rank: > 1 } shape && shape[0] == flat[0] && PackedInput.Of(x) is not null;

    // [p, k, f] → [p·f, 1, 1, k]
    private static Literal Filter(Constant w)
    {
        Literal turned = ConstantArithmetic.Apply(new Transpose(), w, new Constant { Value = Literal.Vector(0, 2, 1) }).Value;
        Shape shape = turned.Type.Shape;
        return turned.As(turned.Type with { Shape = [shape[0] * shape[1], 1, 1, shape[2]] });
    }

    // Of indices of elements, those of pixels; null where they tear the channels of a pixel apart.
    private static int[]? Pixels(Literal indices, int channels)
    {
        if (indices.AsInts() is not { } elements || elements.Count % channels != 0)
            return null;
        for (int i = 0; i < elements.Count; i++)
        {
            if (elements[i] % channels != i % channels || elements[i] / channels != elements[i - (i % channels)] / channels)
                return null;
        }
        return [.. elements.Where((_, i) => i % channels == 0).Select(element => element / channels)];
    }

    private static Value Grouped(Value root, Value x, int[] pixels, Literal filter, Rewriter g)
    {
        (int batch, int channels) = (x.Type.Shape[0], x.Type.Shape[^1]);
        Value rows = g.Emit(new Reshape(), x, g.Emit(Literal.Vector(batch, (int)(x.Type.Shape.ElementCount / batch / channels), channels)));
        Value windows = g.Emit(new Gather { Axis = 1 }, rows, g.Emit(Literal.Vector<int>(pixels)));
        Value pixel = g.Emit(new Reshape(), windows, g.Emit(Literal.Vector(batch, 1, 1, pixels.Length * channels)));
        Value y = g.Emit(new Conv2D { Padding = Padding.Valid }, pixel, g.Emit(filter));
        return g.Emit(new Reshape(), y, g.Emit(Literal.Vector(root.Type.Shape.Dimensions)));
    }
}
