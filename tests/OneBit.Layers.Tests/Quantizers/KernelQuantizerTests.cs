using OneBit.Conformance;
using OneBit.Tensors;
using OneBit.Testing;

namespace OneBit.Layers.Tests;

/// <summary>Quantizers that look at the whole tensor, against what Larq computes; scales to the last bits of a mean.</summary>
public sealed class KernelQuantizerTests
{
    private const double ScaleTolerance = 2e-6;

    private static readonly Dictionary<string, Quantizer> Cases = new(StringComparer.Ordinal)
    {
        ["magnitude_aware_sign_clip_1.0"] = new MagnitudeAwareSign(),
        ["magnitude_aware_sign_clip_None"] = new MagnitudeAwareSign { ClipValue = null },
        ["xnor_weight_scale"] = new XnorWeightScale(),
        ["ste_tern_twn"] = new SteTern { TernaryWeightNetworks = true },
        ["dorefa_weights_1bit"] = new DoReFa { Bits = 1, Mode = DoReFaMode.Weights },
        ["dorefa_weights_2bit"] = new DoReFa { Bits = 2, Mode = DoReFaMode.Weights },
        ["dorefa_weights_4bit"] = new DoReFa { Bits = 4, Mode = DoReFaMode.Weights },
    };

    public static TheoryData<string> Names => [.. Cases.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kernel_quantizer_gives_the_recorded_values(string name)
    {
        string folder = Shared.Path("golden", "quantizers", name);
        string[] tensors = [.. Directory.EnumerateFiles(folder, "*_x.npy").Where(p => !p.EndsWith("_gx.npy", StringComparison.Ordinal))];
        Assert.NotEmpty(tensors);
        foreach (string path in tensors)
        {
            NumpyArray x = NumpyArray.Load(path);
            float[] expected = Arrays.Floats(path[..^"x.npy".Length] + "y.npy");
            float[] actual = Evaluate.Quantizer(Cases[name], x.Shape, Arrays.Floats(x));
            Near(Path.GetFileName(path), expected, actual, Arrays.Floats(x));
        }
    }

    [Fact]
    public void The_whole_kernel_has_one_scale_where_it_is_unclipped() =>
        Assert.Equal([-2.5f, 2.5f, 2.5f, -2.5f], Evaluate.Quantizer(new MagnitudeAwareSignUnclipped(), [2, 2], [-1, 2, 3, -4]));

    private static void Near(string tensor, float[] expected, float[] actual, float[] x)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool near = Arrays.Same(expected[i], actual[i]) || Math.Abs((double)expected[i] - actual[i]) <= ScaleTolerance * Math.Abs((double)expected[i]);
            Assert.True(near, $"{tensor}: x[{i}] = {x[i]:R} gives {actual[i]:R}, recorded {expected[i]:R}");
        }
    }
}
