using OneBit.Kernels;

namespace OneBit.Conformance;

/// <summary>Recorded cases that differ on purpose, each because the recorded system is itself wrong. A case that is listed and passes is an error too.</summary>
internal static class KnownDifferences
{
    private const string Ties =
        "Larq Compute Engine differs from Keras: it folded a batch normalisation, so an exact tie became a tiny value whose sign, read by the next quantizer, hangs on the order and the roundings of its float sums; those of convolutions are fused, which this tier is not";

    private const string Subnormals = "Larq Compute Engine reads subnormal constants as zero; loading does so too (flush-subnormals), plain loops compute the graph as it was read";

    private static readonly Dictionary<string, string> UnlessLoaded = new(StringComparer.Ordinal)
    {
        ["convert/bconv_k3_96to8_same1_bn_both_5px"] = Subnormals,
    };

    private static readonly Dictionary<string, string> UnlessSumsAreFused = new(StringComparer.Ordinal)
    {
        ["convert/chain_two_same0_xcore"] = Ties,
        ["convert/chain_written_two_step_minus_one"] = Ties,
        ["convert/chain_written_where_sign"] = Ties,
        ["convert/chain_written_where_sign_lt"] = Ties,
        ["convert/uni_chain_DoReFa1_DoReFa1_same0"] = Ties,
        ["convert/uni_chain_SteHeaviside_SteHeaviside_same0"] = Ties,
        ["convert/uni_chain_UnipolarSteSign_SteSign_same0"] = Ties,
        ["convert/uni_chain_UnipolarSteSign_UnipolarSteSign_same0"] = Ties,
        ["convert/uni_chain_where_ge_half_where_gt_half_same0"] = Ties,
        ["convert/uni_dense_head"] = Ties,
        ["convert/uni_maxpool_UnipolarSteSign"] = Ties,
        ["convert/uni_relu_between_DoReFa1"] = Ties,
        ["convert/uni_relu_between_SteHeaviside"] = Ties,
    };

    /// <summary>Fails where <paramref name="difference"/> is one that is not known, or a known one is gone.</summary>
    public static void Check(string executor, string name, string? difference)
    {
        bool isReference = executor == "reference";
        string? reason = isReference ? UnlessLoaded.GetValueOrDefault(name) : Cpu.Has(CpuFeatures.Avx2) ? null : UnlessSumsAreFused.GetValueOrDefault(name);
        if (reason is not null)
            Xunit.Assert.True(difference is not null || !isReference, $"{name} is listed as different ({reason}) and is not");
        else
            Xunit.Assert.True(difference is null, $"{name}: {difference}");
    }

    // Test image 100: the sum that conv3's quantizer reads at [221] is -8.9e-8 here, of addends whose own rounding is 6e-8; Keras rounds to the other side of 0, and one bit is worth 0.14 in a logit.
    private static readonly Dictionary<string, int[]> Images = new(StringComparer.Ordinal)
    {
        ["imported/bipolar-residual"] = [100],
    };

    private const string Subclassed = "a subclassed model: its call is Python code, of which neither file format holds anything";

    // For every way a model goes.
    private static readonly Dictionary<string, string> Conversions = new(StringComparer.Ordinal)
    {
        ["struct_subclassed"] = Subclassed,
    };

    /// <summary>Fails where other images than the known ones differ from Keras.</summary>
    public static void CheckImages(string way, string name, IReadOnlyList<int> images) =>
        Xunit.Assert.Equal(Images.GetValueOrDefault($"{way}/{name}") ?? [], images);

    /// <summary>Fails where a conversion differs from Keras in a way that is not known, or a known difference is gone.</summary>
    public static void CheckConversion(string way, string name, string? difference)
    {
        if (Conversions.GetValueOrDefault(name) is { } reason)
            Xunit.Assert.True(difference is not null, $"{way}: {name} is listed as different ({reason}) and is not");
        else
            Xunit.Assert.True(difference is null, $"{name}: {difference}");
    }
}
