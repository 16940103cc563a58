namespace OneBit.Layers;

/// <summary>Rows of normalizations, of activations that are named, and of layers that do nothing at inference.</summary>
internal static class OtherRows
{
    private static readonly string[] Inert =
    [
        "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianNoise", "GaussianDropout", "AlphaDropout", "ActivityRegularization", "Identity",
    ];

    public static IEnumerable<KeyValuePair<string, Func<LayerConfig, Layer>>> All { get; } =
    [
        new("Activation", c => c.Activation() is { } activation ? activation with { Name = c.Layer } : new Identity { Name = c.Layer }),
        new("PReLU", c => new PReLU { Name = c.Layer, SharedAxes = c.Ints("shared_axes") }),
        new("BatchNormalization", BatchNormalization),
        new("BatchNormalizationV1", BatchNormalization),
        new("BatchNormalizationV2", BatchNormalization),
        new("Rescaling", Rescaling),
        new("Normalization", Normalization),
        .. Inert.Select(name => KeyValuePair.Create<string, Func<LayerConfig, Layer>>(name, c => new Identity { Name = c.Layer })),
    ];

    private static BatchNormalization BatchNormalization(LayerConfig c) => new()
    {
        Name = c.Layer,
        AlongAxis = c.Ints("axis") switch
        {
            [] => -1,
            [var axis] => axis,
            _ => throw c.Unsupported("axis"),
        },
        Epsilon = c.Float("epsilon", 1e-3f),
        Scale = c.Bool("scale", true),
        Center = c.Bool("center", true),
        Fused = !c.Context.IsKeras3 && c.Bool("fused", true),
    };

    private static Rescaling Rescaling(LayerConfig c) =>
        c.Floats("scale") is [var scale] && c.Floats("offset") is { Length: <= 1 } offset
            ? new Rescaling(scale, offset is [var given] ? given : 0) { Name = c.Layer }
            : throw c.Unsupported("scale");

    private static Normalization Normalization(LayerConfig c) => new()
    {
        Name = c.Layer,
        Axes = c.IsNull("axis") ? [] : c.Has("axis") ? c.Ints("axis") : [-1],
        Mean = c.Has("mean") ? c.Floats("mean") : null,
        Variance = c.Has("variance") ? c.Floats("variance") : null,
        Invert = c.Bool("invert", false),
    };
}
