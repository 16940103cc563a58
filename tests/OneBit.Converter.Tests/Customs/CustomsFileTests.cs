using System.Text;
using System.Text.Json;
using OneBit.IR;
using OneBit.Layers;
using OneBit.Tensors;
using OneBit.Testing;

namespace OneBit.Converter.Tests;

public sealed class CustomsFileTests
{
    private const float Epsilon = 1.17549435e-38f;

    [Fact]
    public void Every_object_of_the_recorded_files_is_read()
    {
        CustomObjects customs = CustomsFile.Read(Shared.Path("golden", "convert", "customs.json"));
        Assert.Equal(20, customs.Quantizers.Count);
        Assert.Equal(["relu_n1_to_1"], customs.Activations.Keys);
        Assert.Equal(["ChannelShuffle", "FakeQuant", "Scale"], customs.Layers.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0, false, "just below -e")]
    [InlineData(0, true, "e")]
    [InlineData(-1e-40, false, "just below -e")]
    [InlineData(1e-40, true, "e")]
    [InlineData(0.5, false, "0.5")]
    [InlineData(0.5, true, "just above 0.5")]
    public void A_threshold_means_what_TensorFlow_computes_with_subnormals_read_as_zero(double threshold, bool strict, string edge)
    {
        TwoLevelQuantize op = Emit($$"""{"threshold": {{threshold:R}}, "strict": {{(strict ? "true" : "false")}}, "levels": [0, 1]}""", out float[] found, out _, out _);
        float expected = edge switch { "e" => Epsilon, "just below -e" => MathF.BitIncrement(-Epsilon), "0.5" => 0.5f, _ => MathF.BitIncrement(0.5f) };
        Assert.Equal([expected], found);
        Assert.Equal(NanRule.Nan, op.Nan);
    }

    [Fact]
    public void Values_come_out_of_the_configuration_and_the_weights()
    {
        TwoLevelQuantize op = Emit(
            """{"threshold": {"weight": "threshold"}, "strict": {"config": "strict"}, "levels": [{"weight": "step", "times": -2}, {"config": "top"}], "nan": "below"}""",
            out float[] edges,
            out float[] low,
            out float[] high,
            """{"strict": true, "top": 0.1, "name": "q"}""",
            ("threshold", [1, 2, 3]),
            ("step", [0.25f]));
        Assert.Equal([MathF.BitIncrement(1), MathF.BitIncrement(2), MathF.BitIncrement(3)], edges);
        Assert.Equal([-0.5f], low);
        Assert.Equal([0.1f], high);
        Assert.Equal(NanRule.Below, op.Nan);
    }

    [Theory]
    [InlineData("""{"quantizers": {"Q": {"threshold": 0, "levels": [1, 1]}}}""", "quantizer 'Q', levels: expected two levels that differ, found 1 twice")]
    [InlineData("""{"quantizers": {"Q": {"threshold": 0, "levels": [0, -0.0]}}}""", "quantizer 'Q', levels: expected two levels that differ")]
    [InlineData("""{"quantizers": {"Q": {"threshold": 1e999, "levels": [0, 1]}}}""", "quantizer 'Q', threshold: expected finite numbers")]
    [InlineData("""{"quantizers": {"Q": {"levels": [0, 1]}}}""", "quantizer 'Q', threshold: expected this key, found none")]
    [InlineData("""{"quantizers": {"Q": {"threshold": "a", "levels": [0, 1]}}}""", "quantizer 'Q', threshold: expected a number")]
    [InlineData("""{"quantizers": {"Q": {"threshold": 0, "levels": [0, 1, 2]}}}""", "quantizer 'Q', levels: expected a list of two values, found [0, 1, 2]")]
    [InlineData("""{"quantizers": {"Q": {"threshold": 0, "levels": [0, 1], "nan": "up"}}}""", "quantizer 'Q', nan: expected \"below\", \"above\" or \"nan\", found \"up\"")]
    [InlineData("""{"quantizers": {"Q": {"threshold": 0, "levels": [0, 1], "tie": 1}}}""", "quantizer 'Q', tie: expected only the keys threshold, strict, levels, nan")]
    [InlineData("""{"quantizers": {"Q": {"threshold": {"wait": "x"}, "levels": [0, 1]}}}""", "quantizer 'Q', threshold: expected a number")]
    [InlineData("""{"quantizers": {"Q": {"threshold": {"weight": "x", "plus": 1}, "levels": [0, 1]}}}""", "quantizer 'Q', threshold.plus: expected only the keys weight, times")]
    [InlineData("""{"quantizers": {"Q": {"lsq": {"bits": 2}}}}""", "quantizer 'Q', lsq.step: expected this key")]
    [InlineData("""{"quantizers": {"Q": 5}}""", "quantizer 'Q', its description: expected an object, found 5")]
    [InlineData("""{"quantizers": {"Q": {"threshold": 0, "levels": [0, 1]}, "Q": {"threshold": 0, "levels": [0, 1]}}}""", "is no JSON file")]
    [InlineData("""{"layers": {"L": {"spin": {}}}}""", "layer 'L', its kind: expected one of channel_shuffle, affine, fake_quant, clip, found none")]
    [InlineData("""{"layers": {"L": {"channel_shuffle": {}}}}""", "layer 'L', channel_shuffle.groups: expected this key")]
    [InlineData("""{"activations": {"A": {"clip": [1]}}}""", "activation 'A', clip: expected a list of two values")]
    [InlineData("""{"quantisers": {}}""", "expected quantizers, activations and layers, found 'quantisers'")]
    [InlineData("""[]""", "expected an object with quantizers")]
    [InlineData("""{"quantizers": """, "is no JSON file")]
    [InlineData("", "is no JSON file")]
    public void What_is_wrong_is_named_with_file_object_and_key(string json, string message)
    {
        var e = Assert.Throws<ModelFormatException>(() => Parse(json));
        Assert.StartsWith("mine.json: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Equal("mine.json", e.File);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("""{"threshold": {"config": "t"}, "levels": [0, 1]}""", "threshold: expected 't' in the object's configuration in the model, found name")]
    [InlineData("""{"threshold": {"config": "name"}, "levels": [0, 1]}""", "threshold: expected a number as 'name' of the object's configuration, found \"q\"")]
    [InlineData("""{"threshold": {"weight": "t"}, "levels": [0, 1]}""", "threshold: expected a weight 't' of the object in the model, found nan, same")]
    [InlineData("""{"threshold": {"weight": "nan"}, "levels": [0, 1]}""", "threshold: expected finite numbers, found NaN")]
    [InlineData("""{"threshold": 0, "levels": [{"weight": "same"}, 2]}""", "levels: expected two levels that differ, found 2 twice in channel 1")]
    [InlineData("""{"lsq": {"bits": 2, "step": {"weight": "nan"}}}""", "lsq.step: expected finite numbers, found NaN")]
    [InlineData("""{"lsq": {"bits": 2, "step": 0}}""", "lsq.step: expected a step above 0, found 0")]
    [InlineData("""{"lsq": {"bits": 1.5, "step": 1}}""", "lsq.bits: expected a whole number from 1 to 16, found 1.5")]
    public void What_the_model_lacks_is_named_as_well(string quantizer, string message)
    {
        CustomObjects customs = Parse($$$"""{"quantizers": {"Q": {{{quantizer}}}}}""");
        var e = Assert.Throws<ModelFormatException>(() => customs.Quantizers["Q"](Object("""{"name": "q"}""", ("nan", [float.NaN]), ("same", [1, 2, 3]))));
        Assert.StartsWith($"mine.json: quantizer 'Q', {message}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_and_activations_become_the_records_of_their_kind()
    {
        CustomObjects customs = Parse("""
            {
              "activations": {"bound": {"clip": [-1, 1]}},
              "layers": {"Shuffle": {"channel_shuffle": {"groups": {"config": "groups"}}}, "Scale": {"affine": {"scale": {"weight": "scale"}}}, "Fake": {"fake_quant": {"bits": 8, "min": -1, "max": 1}}}
            }
            """);
        Assert.Equal(["Unary"], Emitted(customs.Activations["bound"](Object("{}"))));
        Assert.Contains("Transpose", Emitted(customs.Layers["Shuffle"](Object("""{"groups": 2}"""))));
        Assert.Equal(["FakeQuantize"], Emitted(customs.Layers["Fake"](Object("{}"))));
        Assert.Contains("Binary", Emitted(customs.Layers["Scale"](Object("{}", ("scale", [1, 2, 3, 4])))));
    }

    [Fact]
    public void Later_objects_win_over_earlier_ones()
    {
        CustomObjects both = Parse("""{"quantizers": {"Q": {"threshold": 0, "levels": [0, 1]}, "R": {"threshold": 0, "levels": [0, 1]}}}""").With(QuantizerOption.Parse("Q=threshold:2,levels:0:1"));
        Assert.Equal(["Q", "R"], both.Quantizers.Keys.Order(StringComparer.Ordinal));
        var graph = new Graph();
        Value result = both.Quantizers["Q"](Object("{}")).Emit(graph, graph.AddInput(new TensorType(DType.Float32, [1, 4])));
        Assert.Equal([2f], result.Producer!.Operands[1]!.Constant!.Values<float>());
    }

    internal static CustomObject Object(string config, params (string Name, float[] Values)[] weights) =>
        new("Q", JsonDocument.Parse(config).RootElement, weights.ToDictionary(w => w.Name, w => Literal.Vector<float>(w.Values)));

    private static CustomObjects Parse(string json) => CustomsFile.Parse(Encoding.UTF8.GetBytes(json), "mine.json");

    private static TwoLevelQuantize Emit(string quantizer, out float[] edges, out float[] low, out float[] high, string config = "{}", params (string Name, float[] Values)[] weights)
    {
        CustomObjects customs = Parse($$$"""{"quantizers": {"Q": {{{quantizer}}}}}""");
        var graph = new Graph();
        Value result = customs.Quantizers["Q"](Object(config, weights)).Emit(graph, graph.AddInput(new TensorType(DType.Float32, [2, 3])));
        Value?[] operands = [.. result.Producer!.Operands];
        (edges, low, high) = (Values(operands[1]), Values(operands[2]), Values(operands[3]));
        return Assert.IsType<TwoLevelQuantize>(result.Producer.Op);

        static float[] Values(Value? value) => value!.Constant!.Values<float>().ToArray();
    }

    private static string[] Emitted(Layer layer)
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, 2, 2, 4]));
        layer.Emit(graph, [x], [.. layer.Weights([x.Type.Shape]).Select(w => graph.AddInput(new TensorType(DType.Float32, w.Shape)))]);
        return [.. graph.Nodes.Where(node => node.Op is not Constant).Select(node => node.Op.Schema.Name)];
    }
}
