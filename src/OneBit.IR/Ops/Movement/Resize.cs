using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Interpolation between pixels.</summary>
public enum ResizeKind
{
    /// <summary>Bilinear.</summary>
    Bilinear,

    /// <summary>The nearest pixel.</summary>
    NearestNeighbor,
}

/// <summary>Resizes images, NHWC, to the given height and width.</summary>
public sealed record Resize : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Resize> Row { get; } = new(
        "Resize",
        ["input", "size"],
        Attribute<Resize>.Enum("kind", op => op.Kind, (op, value) => op with { Kind = value }),
        Attribute<Resize>.Bool("align_corners", op => op.AlignCorners, (op, value) => op with { AlignCorners = value }),
        Attribute<Resize>.Bool("half_pixel_centers", op => op.HalfPixelCenters, (op, value) => op with { HalfPixelCenters = value }));

    /// <summary>Which function.</summary>
    public ResizeKind Kind { get; init; }

    /// <summary>Map corner centers onto corner centers.</summary>
    public bool AlignCorners { get; init; }

    /// <summary>Sample at the centers of pixels.</summary>
    public bool HalfPixelCenters { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands.Number(0);
        Shape shape = operands.Rank(0, 4).Shape;
        if (AlignCorners && HalfPixelCenters)
            throw operands.Wrong("either", "align_corners or half_pixel_centers", "both");
        long[]? size = operands.IntegersFor(1, 2);
        foreach (long s in size ?? [])
            operands.AtLeast(operands.Describe(1), 1, s);
        Shape resized = shape.With(1, checked((int)(size?[0] ?? Shape.Unknown))).With(2, checked((int)(size?[1] ?? Shape.Unknown)));
        return Kind == ResizeKind.NearestNeighbor ? input.Moved(resized).One() : input.Element.Of(resized);
    }
}
