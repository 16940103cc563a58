using OneBit.Converter;
using OneBit.IR;
using OneBit.Layers;
using OneBit.Passes;
using OneBit.Tensors;
using OneBit.Testing;
using OneBit.TfLite;

namespace OneBit.Conformance;

/// <summary>What Larq Compute Engine's converter gets wrong, by the numbers of the list of its defects; OneBit's does not.</summary>
public sealed class DefectTests
{
    [Theory]
    [InlineData("chain_torch_pad_one_s2_even")]
    [InlineData("chain_torch_pad_zero_s2_even")]
    [InlineData("chain_float_torch_pad_s2_even")]
    public void D1_explicit_pads_under_a_stride_do_not_shift_the_image(string name) => IsRight(name);

    [Fact]
    public void D2_thresholds_keep_tiny_offsets()
    {
        IsRight("refused_tiny_negative_offset");
        Assert.Contains(Graphs("refused_tiny_negative_offset", ConversionTarget.OneBit)[0].Nodes, node => node.Op is LevelConv2D { Output: DType.Bits });
    }

    [Fact]
    public void D3_constants_per_pixel_give_files_that_run() => IsRight("refused_per_pixel_scale");

    [Theory]
    [InlineData("bconv_k3_g2_64to8_same1_bn_after_6px")]
    [InlineData("bconv_k3_g4_128to8_same0_5px")]
    [InlineData("uni_UnipolarSteSign_same0_g2_bn_c64")]
    [InlineData("refused_groups_not_32")]
    [InlineData("int8_toy_same0_ff")] // Int8 results of binary convolutions, the other file that LCE's default kernel refuses, are never written for it.
    public void D4_the_default_kernels_of_the_stock_engine_run_what_is_written_for_them(string name) => IsRight(name);

    [Theory]
    [InlineData("refused_sign_of_sign_plus_5")]
    [InlineData("other_ternary_inputs")]
    public void D5_a_sign_of_a_shifted_sign_is_looked_at(string name) => IsRight(name);

    [Fact]
    public void D6_a_clamp_behind_a_pool_stays() => IsRight("refused_relu_after_maxpool_before_sign");

    [Fact]
    public void D7_weights_near_two_levels_are_not_moved()
    {
        IsRight("refused_near_binary_weights");
        Assert.Contains(Reports("refused_near_binary_weights", ConversionTarget.Lce)[0].Layers, layer => layer.Refusal?.Code == "kernel-not-two-level");
    }

    [Fact]
    public void D8_what_cannot_be_converted_is_an_error_and_no_other_model()
    {
        ModelCase one = Case("struct_subclassed");
        Assert.All(Conversions.Files(one), file => Assert.Contains("Subclassed", Assert.Throws<UnsupportedModelException>(() => Conversions.Convert(file, ConversionTarget.Lce)).Message, StringComparison.Ordinal));
        string unknown = UnknownLayer.Write();
        try
        {
            var refused = Assert.Throws<UnsupportedModelException>(() => OneBit.Converter.Converter.Convert(unknown, new ConvertOptions { Target = ConversionTarget.Lce }, TestContext.Current.CancellationToken));
            Assert.Contains(UnknownLayer.Name, refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(unknown);
        }
        IsRight("refused_lstm"); // LCE's converter gives up on it
    }

    [Theory]
    [InlineData("other_dense_33to8", 3)]
    [InlineData("other_conv1d_same0", 10)]
    [InlineData("other_depthwise_same0", 0)] // a word holds one channel only; what counts is that it runs on bits
    [InlineData("other_separable_same0", 0)]
    [InlineData("keras3_bipolar_sequential", 5)]
    public void D9_dense_and_other_layers_are_packed(string name, int times)
    {
        IsRight(name);
        foreach (ConversionTarget target in Enum.GetValues<ConversionTarget>())
        {
            LayerReport[] binary = [.. Reports(name, target)[0].Layers.Where(layer => layer.HasBinaryWeights)];
            Assert.NotEmpty(binary);
            Assert.All(binary, layer => Assert.True(layer.IsBinarized || layer.Refusal is not null, layer.Name));
            LayerReport last = binary[^1];
            Assert.True(last.IsBinarized && last.BytesAfter * times <= last.BytesBefore, $"{target}: {last.Name}: {last.BytesBefore} bytes became {last.BytesAfter}");
        }
    }

    [Fact]
    public void D9_transposed_convolutions_run_on_bits_for_OneBit()
    {
        IsRight("other_transpose_same_s2");
        Assert.True(Reports("other_transpose_same_s2", ConversionTarget.OneBit)[0].Layers.Single(layer => layer.HasBinaryWeights).IsBinarized);
    }

    [Fact]
    public void D10_float_convolutions_in_groups_run() => IsRight("struct_float_grouped_conv");

    [Theory]
    [InlineData(ConversionTarget.OneBit)]
    [InlineData(ConversionTarget.Lce)]
    public void D11_large_scaled_kernels_are_folded_and_packed(ConversionTarget target)
    {
        const int Channels = 256;
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, 6, 6, Channels]));
        var layer = new Layers.Conv2D { Filters = Channels, KernelSize = new(3, 3), InputQuantizer = new SteSign(), KernelQuantizer = new XnorWeightScale(), UseBias = false };
        float[] latent = [.. Enumerable.Range(0, 9 * Channels * Channels).Select(i => MathF.Sin(i))];
        graph.SetOutputs([.. layer.Emit(graph, [x], [graph.Emit(Literal.Of<float>([3, 3, Channels, Channels], latent))])]);
        PassRunner.Run(graph, target == ConversionTarget.Lce ? Pipelines.ToLce : Pipelines.ToOneBit, cancellationToken: TestContext.Current.CancellationToken);
        Assert.InRange(TfLiteWriter.Write(graph).Length, latent.Length / 8, (latent.Length / 8) + 10_000);
    }

    [Theory]
    [InlineData("uni_where_ge_half_same0_bn_relu_c32")]
    [InlineData("uni_cast_gt_third_same0_bn_c32")]
    [InlineData("uni_ChannelThreshold_same0_bn_c32")]
    [InlineData("chain_written_shifted_sign")]
    public void D12_thresholds_other_than_0_are_part_of_the_packing(string name)
    {
        IsRight(name);
        Assert.DoesNotContain(Graphs(name, ConversionTarget.OneBit)[0].Nodes, node => node.Op is Binary { Kind: BinaryKind.Sub } && node.Results[0].Users.Any(user => user.Op is PackLevels));
    }

    // On OneBit's runtime for both targets, and on the stock engine's default kernels.
    private static void IsRight(string name)
    {
        ModelCase one = Case(name);
        foreach (string file in Conversions.Files(one))
        {
            foreach (ConversionTarget target in Enum.GetValues<ConversionTarget>())
                Assert.Null(Conversions.Difference(one, Executors.Run("runtime, 1 thread", Conversions.Read(Conversions.Convert(file, target)), one.Arrays("in"))));
            string[] inputs = [.. Enumerable.Range(0, one.Arrays("in").Count).Select(i => Path.Combine(one.Folder, $"in_{i}.npy"))];
            (IReadOnlyList<NumpyArray> outputs, string? error) = StockEngine.Run(Conversions.Sized(one, Conversions.Convert(file, ConversionTarget.Lce)), inputs, "default");
            Assert.Null(error);
            Assert.Null(Conversions.Difference(one, outputs, slack: 2));
        }
    }

    private static Graph[] Graphs(string name, ConversionTarget target) => [.. Results(name, target).Select(result => result.Graph)];

    private static ConversionReport[] Reports(string name, ConversionTarget target) => [.. Results(name, target).Select(result => result.Report)];

    private static IEnumerable<ConversionResult> Results(string name, ConversionTarget target)
    {
        ModelCase one = Case(name);
        return Conversions.Files(one).Select(file => Conversions.Convert(file, target));
    }

    private static ModelCase Case(string name)
    {
        Shared.Require();
        return ModelCase.Of("convert", name);
    }
}
