using System.Collections.Immutable;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>ZeroPadding1D, 2D, 3D: (before, after) zeros around each dimension between batch and channels.</summary>
public sealed record ZeroPadding(ImmutableArray<(int Before, int After)> Amounts) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        this.Rank(x.Type.Shape, Amounts.Length + 2);
        return graph.Pad(x, [(0, 0), .. Amounts, (0, 0)]);
    }
}

/// <summary>Cropping1D, 2D, 3D: drops (before, after) elements at the ends of each dimension between batch and channels; works with unknown sizes.</summary>
public sealed record Cropping(ImmutableArray<(int Before, int After)> Amounts) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        Shape input = this.Rank(x.Type.Shape, Amounts.Length + 2);
        for (int i = 0; i < Amounts.Length; i++)
        {
            if (input[i + 1] != Shape.Unknown && Amounts[i].Before + (long)Amounts[i].After >= input[i + 1])
                throw this.Wrong($"more than {Amounts[i].Before + (long)Amounts[i].After} elements in dimension {i + 1}", $"{input}");
        }
        int[] begin = [0, .. Amounts.Select(a => a.Before), 0];
        int[] end = [0, .. Amounts.Select(a => -a.After), 0];
        int open = 0;
        for (int i = 0; i < end.Length; i++)
            open |= end[i] == 0 ? 1 << i : 0;
        int[] strides = [.. Enumerable.Repeat(1, begin.Length)];
        return graph.Emit(new StridedSlice { EndMask = open }, x, graph.Ints(begin), graph.Ints(end), graph.Ints(strides));
    }
}

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

/// <summary>UpSampling1D: each step repeated.</summary>
public sealed record UpSampling1D(int Size = 2) : SimpleLayer
{
    private protected override Value Emit(Graph graph, Value x, IReadOnlyList<Value> weights)
    {
        Shape input = this.Rank(x.Type.Shape, 3);
        Value repeated = graph.Emit(new Tile(), graph.ExpandDims(x, 2), graph.Ints(1, 1, Size, 1));
        int length = input[1] == Shape.Unknown ? Shape.Unknown : checked(input[1] * Size);
        return graph.Reshape(repeated, Extent.Of(x, 0), new Extent(length), this.Known(input, 2));
    }
}
