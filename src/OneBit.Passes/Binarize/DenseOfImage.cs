using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Writes a binary dense layer behind a flattened image as the convolution by one window as large as the image: bits are packed pixel by pixel, so an image of bits cannot be flattened in place.
/// Only where the image is quantized and the weights have two levels per output.
/// </summary>
public static class DenseOfImage
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("dense-of-image", "Writes binary dense layers of a flattened image as convolutions by one window.")
    {
        Rules = [Exact(Flattened)],
    };

    // dense(reshape(Q(x)), w, b) = reshape(conv{valid}(Q(x), reshape(w), b))   where x is [n, h, w, c] and each row of the dense layer one image
    private static Value? Flattened(Value root, Rewriter g) => root switch
    {
        (FullyConnected dense, [(Reshape, [{ } x, ..]) flat, (Constant w, _), ..] operands) when IsImage(x) && IsRow(flat, x) && TwoLevelKernel.TryMatch(w.Value, out _)
            => Convolution(dense, x, w.Value, operands, root, g),
        (FullyConnected dense, [{ } x, (Constant w, _), ..] operands) when IsImage(x) && ReadsWholeImages(w, x) && TwoLevelKernel.TryMatch(w.Value, out _)
            => Convolution(dense, x, w.Value, operands, root, g),
        _ => null,
    };

    private static bool IsImage(Value x) => x.Op is TwoLevelQuantize && x.Type.Shape is { Rank: 4, IsStatic: true };

    private static bool IsRow(Value flat, Value x) => flat.Type.Shape is { Rank: 2 } shape && shape[0] == x.Type.Shape[0];

    private static bool ReadsWholeImages(Constant w, Value x) => w.Value.Type.Shape[1] == x.Type.Shape.ElementCount / Math.Max(1, x.Type.Shape[0]);

    private static Value Convolution(FullyConnected dense, Value x, Literal w, IReadOnlyList<Value?> operands, Value root, Rewriter g)
    {
        Shape image = x.Type.Shape;
        Value filter = g.Emit(w.As(w.Type with { Shape = [w.Type.Shape[0], image[1], image[2], image[3]] }));
        Value y = g.Emit(new Conv2D { Padding = Padding.Valid, Activation = dense.Activation }, [x, filter, .. operands.Skip(2)]);
        return g.Emit(new Reshape(), y, g.Emit(Literal.Vector(root.Type.Shape.Dimensions)));
    }
}
