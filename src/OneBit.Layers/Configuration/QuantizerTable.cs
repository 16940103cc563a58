using OneBit.IR;

namespace OneBit.Layers;

/// <summary>Quantizers by the names of Larq (classes and their aliases) and Larq Zoo (functions).</summary>
public static class QuantizerTable
{
    private static readonly Func<LayerConfig, Quantizer> Magnitude = c => new MagnitudeAwareSign { ClipValue = Clip(c, 1f) };
    private static readonly Func<LayerConfig, Quantizer> Ternary = c => new SteTern
    {
        ThresholdValue = c.Float("threshold_value", 0.05f),
        TernaryWeightNetworks = c.Bool("ternary_weight_networks", false),
        ClipValue = Clip(c, 1f),
    };

    private static readonly Func<LayerConfig, Quantizer> Sign = c => new SteSign { ClipValue = Clip(c, 1f) };
    private static readonly Func<LayerConfig, Quantizer> Heaviside = c => new SteHeaviside { ClipValue = Clip(c, 1f) };
    private static readonly Func<LayerConfig, Quantizer> Unipolar = c => new UnipolarSteSign { ClipValue = Clip(c, 0.5f) };
    private static readonly Func<LayerConfig, Quantizer> Approximated = _ => new ApproxSign();
    private static readonly Func<LayerConfig, Quantizer> Swish = c => new SwishSign { Beta = c.Float("beta", 5f) };
    private static readonly Func<LayerConfig, Quantizer> None = c => new NoOp { Precision = c.Int("precision", 1) };
    private static readonly Func<LayerConfig, Quantizer> Doubling = c => new DoReFa
    {
        Bits = c.Int("k_bit", 2),
        Mode = c.Text("mode", "activations") switch
        {
            "activations" => DoReFaMode.Activations,
            "weights" => DoReFaMode.Weights,
            _ => throw c.Wrong("mode", "\"activations\" or \"weights\""),
        },
    };

    /// <summary>The rows: from the name to a function of the quantizer's configuration.</summary>
    public static IReadOnlyDictionary<string, Func<LayerConfig, Quantizer>> Rows { get; } = new Dictionary<string, Func<LayerConfig, Quantizer>>(StringComparer.Ordinal)
    {
        ["SteSign"] = Sign,
        ["ste_sign"] = Sign,
        ["ApproxSign"] = Approximated,
        ["approx_sign"] = Approximated,
        ["SwishSign"] = Swish,
        ["swish_sign"] = Swish,
        ["MagnitudeAwareSign"] = Magnitude,
        ["magnitude_aware_sign"] = Magnitude,
        ["SteTern"] = Ternary,
        ["ste_tern"] = Ternary,
        ["SteHeaviside"] = Heaviside,
        ["ste_heaviside"] = Heaviside,
        ["DoReFa"] = Doubling,
        ["DoReFaQuantizer"] = Doubling,
        ["dorefa_quantizer"] = Doubling,
        ["NoOp"] = None,
        ["NoOpQuantizer"] = None,
        ["no_op"] = None,
        ["UnipolarSteSign"] = Unipolar,
        ["unipolar_ste_sign"] = Unipolar,
        ["xnor_weight_scale"] = _ => new XnorWeightScale(),
        ["magnitude_aware_sign_unclipped"] = _ => new MagnitudeAwareSignUnclipped(),
    };

    /// <summary>The row of a name; null where there is none.</summary>
    public static Func<LayerConfig, Quantizer>? Find(string name) => Rows.GetValueOrDefault(name);

    // A clip value of null means no window, an absent one the default.
    private static float? Clip(LayerConfig config, float otherwise) => config.IsNull("clip_value") ? null : config.Float("clip_value", otherwise);
}
