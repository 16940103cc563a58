using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>UpSampling2D: images enlarged by whole factors, each pixel repeated or interpolated bilinearly between pixel centres (TensorFlow's <c>half_pixel_centers</c>).</summary>
public sealed record UpSampling2D : SimpleLayer
{
    /// <summary>Factors.</summary>
    public Size2D Size { get; init; } = new(2, 2);

    /// <summary>Whether to interpolate.</summary>
    public bool Bilinear { get; init; }

    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        Shape input = this.Rank(x.Type.Shape, 4);
        var resize = new Resize { Kind = Bilinear ? ResizeKind.Bilinear : ResizeKind.NearestNeighbor, HalfPixelCenters = true };
        if (input[1] != Shape.Unknown && input[2] != Shape.Unknown)
            return graph.Emit(resize, x, graph.Ints(checked(input[1] * Size.Height), checked(input[2] * Size.Width)));
        Value size = graph.ShapeVector(x, Extent.Of(x, 1), Extent.Of(x, 2));
        return graph.Emit(resize, x, graph.Binary(BinaryKind.Mul, size, graph.Ints(Size.Height, Size.Width)));
    }
}
