namespace OneBit.Layers;

/// <summary>Rows of activations that are layers of their own, without weights.</summary>
internal static class ActivationRows
{
    public static IEnumerable<KeyValuePair<string, Func<LayerConfig, Layer>>> All { get; } =
    [
        new("ReLU", ReLU),
        new("LeakyReLU", c => new LeakyReLU(c.Float(c.Has("negative_slope") ? "negative_slope" : "alpha", 0.3f)) { Name = c.Layer }),
        new("ELU", c => new Elu(c.Float("alpha", 1)) { Name = c.Layer }),
        new("ThresholdedReLU", c => new ThresholdedReLU(c.Float("theta", 1)) { Name = c.Layer }),
        new("Softmax", c => new Softmax(c.Ints("axis") switch { [] => -1, [var axis] => axis, _ => throw c.Unsupported("axis") }) { Name = c.Layer }),
    ];

    private static ReLU ReLU(LayerConfig c) => new()
    {
        Name = c.Layer,
        MaxValue = c.OptionalFloat("max_value"),
        NegativeSlope = c.Float("negative_slope", 0),
        Threshold = c.Float("threshold", 0),
    };
}
