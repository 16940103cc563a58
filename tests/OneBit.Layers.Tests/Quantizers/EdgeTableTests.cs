using System.Text.Json;
using OneBit.IR;
using OneBit.Testing;

namespace OneBit.Layers.Tests;

/// <summary>The edge tables of the recorded models: edges, their float neighbours, ±0, subnormals, ±∞, NaN, bit for bit.</summary>
public sealed class EdgeTableTests
{
    private static readonly Dictionary<string, Quantizer> Cases = new(StringComparer.Ordinal)
    {
        // The recorded x leave a gap around this threshold, which is a weight.
        ["ChannelThreshold"] = new TwoLevel { Threshold = [-0.1f], Low = [0], High = [1], Nan = NanRule.Below },
        ["DoReFa1"] = new DoReFa { Bits = 1 },
        ["DoReFa2"] = new DoReFa { Bits = 2 },
        ["Lsq1"] = new Lsq { Step = 0.4f },
        ["Lsq2"] = new Lsq { Bits = 2, Step = 0.3f },
        ["LsqSigned1"] = new Lsq { Signed = true, Step = 0.4f },
        ["SteHeaviside"] = new SteHeaviside(),
        ["SteSign"] = new SteSign(),
        ["SteTern"] = new SteTern(),
        ["SwishSign"] = new SwishSign(),
        ["UnipolarSteSign"] = new UnipolarSteSign(),
        ["cast_ge_zero"] = Unipolar(0, NanRule.Below),
        ["cast_gt_third"] = Unipolar(0.3f, NanRule.Below) with { Strict = true },
        ["cast_gt_zero"] = Unipolar(0, NanRule.Below) with { Strict = true },
        ["half_sign_plus_half"] = Unipolar(0, NanRule.Nan),
        ["round_clip"] = Unipolar(0.5f, NanRule.Nan) with { Strict = true },
        ["scaled_sign"] = new TwoLevel { Low = [-0.6f], High = [0.6f] },
        ["shifted_sign"] = new TwoLevel { Threshold = [0.3f] },
        ["two_step_minus_one"] = new TwoLevel { Nan = NanRule.Below },
        ["where_descending"] = new TwoLevel { Threshold = [0.25f], Low = [1], High = [0], Nan = NanRule.Below },
        ["where_ge_half"] = Unipolar(0.5f, NanRule.Below),
        ["where_levels"] = new TwoLevel { Threshold = [0.25f], Low = [-0.25f], High = [0.75f], Nan = NanRule.Below },
        ["where_sign"] = new TwoLevel { Nan = NanRule.Below },
        ["where_sign_lt"] = new TwoLevel { Nan = NanRule.Above },
    };

    public static TheoryData<string> Names => [.. Cases.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_quantizer_agrees_with_the_recorded_edge_table(string name)
    {
        using JsonDocument meta = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("golden", "convert", "edges_" + name, "meta.json")));
        (float X, float Y)[] rows = [.. meta.RootElement.GetProperty("edge_table").EnumerateArray().Select(row => (Float(row, "x_bits"), Float(row, "y_bits")))];
        float[] actual = Evaluate.Quantizer(Cases[name], [rows.Length, 1], [.. rows.Select(r => r.X)]);
        for (int i = 0; i < rows.Length; i++)
            Assert.True(Arrays.Same(rows[i].Y, actual[i]), $"x = {rows[i].X:R} gives {actual[i]:R}, recorded {rows[i].Y:R}");
    }

    [Fact]
    public void Every_edge_table_is_tested() =>
        Assert.Equal(
            Cases.Keys.Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(Shared.Path("golden", "convert"), "edges_*").Select(p => Path.GetFileName(p)["edges_".Length..]).Order(StringComparer.Ordinal));

    private static TwoLevel Unipolar(float threshold, NanRule nan) => new() { Threshold = [threshold], Low = [0], High = [1], Nan = nan };

    private static float Float(JsonElement row, string key) => BitConverter.UInt32BitsToSingle(Convert.ToUInt32(row.GetProperty(key).GetString(), 16));
}
