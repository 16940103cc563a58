using System.Text.Json;
using OneBit.Conformance;
using OneBit.IR;
using OneBit.Tensors;
using OneBit.Testing;

namespace OneBit.Layers.Tests;

/// <summary>Quantizers whose output hangs on one element, against what Larq on TensorFlow computes: bit for bit, zeros by value.</summary>
public sealed class ElementwiseQuantizerTests
{
    // Case, class, and what the case's parameters do not say.
    private static readonly Dictionary<string, Func<JsonElement, Quantizer>> Cases = new(StringComparer.Ordinal)
    {
        ["approx_sign"] = _ => new ApproxSign(),
        ["dorefa_activations_1bit"] = p => new DoReFa { Bits = p.GetProperty("k_bit").GetInt32() },
        ["dorefa_activations_2bit"] = p => new DoReFa { Bits = p.GetProperty("k_bit").GetInt32() },
        ["dorefa_activations_4bit"] = p => new DoReFa { Bits = p.GetProperty("k_bit").GetInt32() },
        ["lsq_1bit_signed_s0.7"] = Lsq,
        ["lsq_1bit_unsigned_s0.3"] = Lsq,
        ["lsq_1bit_unsigned_s0.3_autodiff"] = Lsq,
        ["lsq_1bit_unsigned_s1.0"] = Lsq,
        ["lsq_2bit_signed_s0.5"] = Lsq,
        ["lsq_2bit_unsigned_s0.25"] = Lsq,
        ["lsq_4bit_signed_s0.11_autodiff"] = Lsq,
        ["lsq_4bit_unsigned_s0.1"] = Lsq,
        ["math_heaviside"] = _ => new SteHeaviside(),
        ["math_sign"] = _ => new SteSign(),
        ["no_op_precision_1"] = _ => new NoOp(),
        ["ste_heaviside_clip_1.0"] = _ => new SteHeaviside(),
        ["ste_heaviside_clip_None"] = _ => new SteHeaviside { ClipValue = null },
        ["ste_sign_clip_0.5"] = _ => new SteSign { ClipValue = 0.5f },
        ["ste_sign_clip_1.0"] = _ => new SteSign(),
        ["ste_sign_clip_2.0"] = _ => new SteSign { ClipValue = 2 },
        ["ste_sign_clip_None"] = _ => new SteSign { ClipValue = null },
        ["ste_tern_0.0_clip_1.0"] = Ternary,
        ["ste_tern_0.05_clip_1.0"] = Ternary,
        ["ste_tern_0.05_clip_None"] = Ternary,
        ["ste_tern_0.5_clip_1.0"] = Ternary,
        ["swish_sign_beta_1.0"] = _ => new SwishSign { Beta = 1 },
        ["swish_sign_beta_5.0"] = _ => new SwishSign(),
        ["unipolar_ste_sign_clip_0.5"] = _ => new UnipolarSteSign(),
        ["unipolar_ste_sign_clip_1.0"] = _ => new UnipolarSteSign { ClipValue = 1 },
        ["unipolar_ste_sign_where_clip_0.5"] = _ => new TwoLevel { Threshold = [0.5f], Low = [0], High = [1], Nan = NanRule.Below },
        ["written_out_floor_half_up"] = _ => new TwoLevel { Threshold = [MathF.BitDecrement(0.5f)], Low = [0], High = [1] },
        ["written_out_sign_relu_shift"] = _ => new TwoLevel { Threshold = [0.3f], Strict = true, Low = [0], High = [1] },
        ["written_out_where_ge"] = _ => new TwoLevel { Threshold = [0.25f], Low = [-0.5f], High = [0.75f], Nan = NanRule.Below },
        ["written_out_where_lt"] = _ => new TwoLevel { Threshold = [0.25f], Low = [1], High = [0], Nan = NanRule.Above },
    };

    public static TheoryData<string> Names => [.. Cases.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_quantizer_gives_the_recorded_bits(string name)
    {
        string folder = Shared.Path("golden", "quantizers", name);
        using JsonDocument meta = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "meta.json")));
        Quantizer quantizer = Cases[name](meta.RootElement.GetProperty("parameters"));
        float[] x = Arrays.Floats(Path.Combine(folder, "x.npy"));
        float[] expected = Arrays.Floats(Path.Combine(folder, "y.npy"));
        float[] actual = Evaluate.Quantizer(quantizer, [x.Length, 1], x);
        for (int i = 0; i < x.Length; i++)
        {
            bool read = quantizer is not NoOp || !float.IsSubnormal(x[i]);
            Assert.True(!read || Arrays.Same(expected[i], actual[i]), $"x[{i}] = {x[i]:R} gives {actual[i]:R}, recorded {expected[i]:R}");
        }
    }

    [Fact]
    public void Every_elementwise_case_is_tested()
    {
        string folder = Shared.Path("golden", "quantizers");
        var recorded = Directory.EnumerateFiles(folder, "meta.json", SearchOption.AllDirectories)
            .Where(path => Kind(path) == "elementwise")
            .Select(path => Path.GetFileName(Path.GetDirectoryName(path)) ?? string.Empty);
        Assert.Equal(Names.Select(row => row.Data), recorded.Order(StringComparer.Ordinal));

        static string? Kind(string path)
        {
            using JsonDocument meta = JsonDocument.Parse(File.ReadAllBytes(path));
            return meta.RootElement.GetProperty("kind").GetString();
        }
    }

    private static Lsq Lsq(JsonElement p) => new()
    {
        Bits = p.GetProperty("bits").GetInt32(),
        Signed = p.GetProperty("signed").GetBoolean(),
        Step = (float)p.GetProperty("s").GetDouble(),
    };

    private static SteTern Ternary(JsonElement p) => new() { ThresholdValue = (float)p.GetProperty("threshold_value").GetDouble() };
}
