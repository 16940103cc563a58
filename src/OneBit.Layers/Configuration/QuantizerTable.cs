namespace OneBit.Layers;

/// <summary>Quantizers by the names of Larq (classes and their aliases) and Larq Zoo (functions).</summary>
public static class QuantizerTable
{
    /// <summary>The rows: from the name to a function of the quantizer's configuration.</summary>
    public static IReadOnlyDictionary<string, Func<LayerConfig, Quantizer>> Rows { get; } = new Dictionary<string, Func<LayerConfig, Quantizer>>(
    [
        .. Named(c => new SteSign { ClipValue = Clip(c, 1f) }, "SteSign", "ste_sign"),
        .. Named(_ => new ApproxSign(), "ApproxSign", "approx_sign"),
        .. Named(c => new SwishSign { Beta = c.Float("beta", 5f) }, "SwishSign", "swish_sign"),
        .. Named(c => new MagnitudeAwareSign { ClipValue = Clip(c, 1f) }, "MagnitudeAwareSign", "magnitude_aware_sign"),
        .. Named(SteTern, "SteTern", "ste_tern"),
        .. Named(c => new SteHeaviside { ClipValue = Clip(c, 1f) }, "SteHeaviside", "ste_heaviside"),
        .. Named(DoReFa, "DoReFa", "DoReFaQuantizer", "dorefa_quantizer"),
        .. Named(c => new NoOp { Precision = c.Int("precision", 1) }, "NoOp", "NoOpQuantizer", "no_op"),
        .. Named(c => new UnipolarSteSign { ClipValue = Clip(c, 0.5f) }, "UnipolarSteSign", "unipolar_ste_sign"),
        .. Named(_ => new XnorWeightScale(), "xnor_weight_scale"),
        .. Named(_ => new MagnitudeAwareSignUnclipped(), "magnitude_aware_sign_unclipped"),
    ], StringComparer.Ordinal);

    /// <summary>The row of a name; null where there is none.</summary>
    public static Func<LayerConfig, Quantizer>? Find(string name) => Rows.GetValueOrDefault(name);

    private static IEnumerable<KeyValuePair<string, Func<LayerConfig, Quantizer>>> Named(Func<LayerConfig, Quantizer> create, params string[] names) =>
        names.Select(name => KeyValuePair.Create(name, create));

    private static SteTern SteTern(LayerConfig c) => new()
    {
        ThresholdValue = c.Float("threshold_value", 0.05f),
        TernaryWeightNetworks = c.Bool("ternary_weight_networks", false),
        ClipValue = Clip(c, 1f),
    };

    private static DoReFa DoReFa(LayerConfig c) => new()
    {
        Bits = c.Int("k_bit", 2),
        Mode = c.Text("mode", "activations") switch
        {
            "activations" => DoReFaMode.Activations,
            "weights" => DoReFaMode.Weights,
            _ => throw c.Wrong("mode", "\"activations\" or \"weights\""),
        },
    };

    // A clip value of null means no window, an absent one the default.
    private static float? Clip(LayerConfig c, float otherwise) => c.IsNull("clip_value") ? null : c.Float("clip_value", otherwise);
}
