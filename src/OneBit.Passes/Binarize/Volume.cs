using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>What a convolution of volumes reads: a quantized image, planes of zeros in front that are left out, and the border of each plane.</summary>
/// <param name="Image">[batch, depth, height, width, channels], padded along the depth where the border is a level.</param>
/// <param name="Front">Planes of zeros in front of it.</param>
/// <param name="Border">Rows above and below, columns left and right.</param>
/// <param name="Value">What the border holds.</param>
internal sealed record Volume(Value Image, int Front, IReadOnlyList<int> Border, float Value)
{
    /// <summary>The volume under <paramref name="op"/> with SAME or explicit pads taken out of it; null where it is not quantized, its size is not known, or its border is nothing that bits can hold.</summary>
    public static Volume? Of(Conv3D op, Value x, Shape filter, Rewriter g)
    {
        (Value image, IReadOnlyList<int> pads, float value) = Unpadded(op, x, filter);
        if (!image.Type.Shape.IsStatic || PackedInput.Of(image) is not { } input || (pads.Any(pad => pad > 0) && input.Form.Pad(value) is null))
            return null;
        if ((pads[0] == 0 && pads[1] == 0) || input.Form.CodeOf(value) is null)
            return new Volume(image, pads[0], [.. pads.Skip(2)], value);
        int[] depth = [0, 0, pads[0], pads[1], 0, 0, 0, 0, 0, 0];
        return new Volume(g.Emit(new Pad(), image, g.Emit(Literal.Of<int>([5, 2], depth)), g.Emit(Literal.Scalar(value))), 0, [.. pads.Skip(2)], value);
    }

    /// <summary>Why <paramref name="op"/> cannot be written on bits where its border is the reason: the value of it; null where it is not.</summary>
    public static float? WrongBorder(Conv3D op, Value x, Shape filter)
    {
        (Value image, IReadOnlyList<int> pads, float value) = Unpadded(op, x, filter);
        return image.Type.Shape.IsStatic && PackedInput.Of(image) is { } input && pads.Any(pad => pad > 0) && input.Form.Pad(value) is null ? value : null;
    }

    /// <summary>Images [n, height, width, c] with the border around them.</summary>
    public Value Padded(Value images, Rewriter g) => Border.All(pad => pad == 0)
        ? images
        : g.Emit(new Pad(), images, g.Emit(Literal.Of<int>([4, 2], [0, 0, .. Border, 0, 0])), g.Emit(Literal.Scalar(Value)));

    // Pads of depth, height and width, before and after.
    private static (Value Image, IReadOnlyList<int> Pads, float Value) Unpadded(Conv3D op, Value x, Shape filter)
    {
        if (op.Padding == Padding.Valid && x is (Pad, [{ } inner, (Constant pads, []), ..] operands) && Contraction.PadValueOf(operands) is { } value && pads.Value.AsInts() is [0, 0, var front, var back, var top, var bottom, var left, var right, 0, 0])
            return (inner, [front, back, top, bottom, left, right], value);
        Shape image = x.Type.Shape;
        (int Before, int After)[] own = [.. Enumerable.Range(0, 3).Select(i => image[i + 1] == Shape.Unknown ? (0, 0) : Windows.Pads(image[i + 1], filter[i], op.Stride[i], op.Dilation[i], op.Padding))];
        return (x, [.. own.SelectMany(pad => new[] { pad.Before, pad.After })], 0);
    }
}
