using System.Collections.Immutable;
using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Convolution of volumes, NDHWC input, filter [depth, height, width, in, out].</summary>
public sealed record Conv3D : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Conv3D> Row { get; } = new(
        "Conv3D",
        ["input", "filter", "bias?"],
        Attribute<Conv3D>.Ints("stride", op => op.Stride, (op, value) => op with { Stride = value }),
        Attribute<Conv3D>.Ints("dilation", op => op.Dilation, (op, value) => op with { Dilation = value }),
        Attribute<Conv3D>.Enum("padding", op => op.Padding, (op, value) => op with { Padding = value }),
        Attribute<Conv3D>.Enum("activation", op => op.Activation, (op, value) => op with { Activation = value }));

    /// <summary>Step between windows.</summary>
    public ImmutableArray<int> Stride { get; init; } = [1, 1, 1];

    /// <summary>Step between the taps of a window.</summary>
    public ImmutableArray<int> Dilation { get; init; } = [1, 1, 1];

    /// <summary>Treatment of the border.</summary>
    public Padding Padding { get; init; }

    /// <summary>Clamp behind the op.</summary>
    public Activation Activation { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        Shape input = operands.Rank(0, 5).Shape;
        Shape filter = operands.Rank(1, 5).Shape;
        DType element = operands.Contraction(0, 1, 2, axis: 4);
        operands.SameSize("strides, in number", 3, Stride.Length);
        operands.SameSize("dilations, in number", 3, Dilation.Length);
        operands.SameSize("input channels", filter[3], input[4]);
        return element.Of([input[0], Size("depth", 0), Size("height", 1), Size("width", 2), filter[4]]);

        int Size(string dimension, int i) => operands.Window(dimension, input[i + 1], filter[i], Stride[i], Dilation[i], Padding);
    }
}
