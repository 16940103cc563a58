using System.Text;
using System.Text.Json;
using OneBit.Converter.Keras;
using OneBit.IR;
using OneBit.Reference;
using OneBit.Tensors;

namespace OneBit.Converter.Tests.Keras;

/// <summary>Spellings of configurations, by models without weights.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public void Sequential_model_without_an_input_layer_takes_the_shape_of_its_first_layer()
    {
        ImportedModel model = Import("""{"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "ReLU", "config": {"name": "r", "batch_input_shape": [null, 3]}}, {"class_name": "Flatten", "config": {"name": "f"}}]}}""");
        Assert.Equal([Shape.Unknown, 3], model.Graph.Inputs[0].Type.Shape);
        Assert.Equal(["s_input", "r", "f"], model.Layers.Select(l => l.Name));
        Assert.Equal([0f, 0, 2], Run(model, [-1, 0, 2])[0]);
    }

    [Fact]
    public void Dictionaries_of_inputs_and_outputs_are_sorted_by_key()
    {
        ImportedModel model = Import(Functional(
            Input("p") + "," + Input("q") + ",{\"class_name\": \"Subtract\", \"config\": {\"name\": \"d\"}, \"inbound_nodes\": [[[\"p\", 0, 0, {}], [\"q\", 0, 0, {}]]]}",
            """{"b": ["p", 0, 0], "a": ["q", 0, 0]}""",
            """{"z": ["p", 0, 0], "y": ["d", 0, 0]}"""));
        Assert.Equal(["q", "p"], model.Graph.Inputs.Select(i => i.Name));
        Signature signature = model.Graph.Signatures[0];
        Assert.Equal([new("a", 0), new("b", 1)], signature.Inputs);
        Assert.Equal([new("y", 0), new("z", 1)], signature.Outputs);
        Assert.Equal([4f, 4, 4], Run(model, [1, 2, 3], [5, 6, 7])[0]);
    }

    [Fact]
    public void Names_that_are_there_twice_are_counted()
    {
        ImportedModel model = Import(Functional(Input("x") + ",{\"class_name\": \"ReLU\", \"config\": {\"name\": \"r\"}, \"inbound_nodes\": [[[\"x\", 0, 0, {}]], [[\"r\", 0, 0, {}]]]}", """[["x", 0, 0]]""", """[["r", 0, 0], ["r", 1, 0]]"""));
        Assert.Equal(["r", "r_1"], model.Graph.Signatures[0].Outputs.Select(o => o.Name));
    }

    [Theory]
    [InlineData("__operators__.add", """["x", 0, 0, {"y": ["x", 0, 0], "name": null}]""", new[] { -2f, 0, 4 })]
    [InlineData("__operators__.add", """["_CONSTANT_VALUE", -1, 0.5, {"y": ["x", 0, 0]}]""", new[] { -0.5f, 0.5f, 2.5f })]
    [InlineData("math.multiply", """["x", 0, 0, {"y": [1.0, 2.0, 3.0]}]""", new[] { -1f, 0, 6 })]
    [InlineData("math.maximum", """["x", 0, 0, {"y": -Infinity}]""", new[] { -1f, 0, 2 })]
    [InlineData("clip_by_value", """["x", 0, 0, {"clip_value_min": -0.5, "clip_value_max": 1}]""", new[] { -0.5f, 0, 1 })]
    [InlineData("quantization.fake_quant_with_min_max_vars", """["x", 0, 0, {"min": -1.5, "max": 1.5, "num_bits": 2, "narrow_range": true, "name": null}]""", new[] { -1.5f, 0, 1.5f })]
    [InlineData("__operators__.getitem", """["x", 0, 0, {"slice_spec": [{"start": null, "stop": null, "step": null}, {"start": 1, "stop": null, "step": null}]}]""", new[] { 0f, 2 })]
    [InlineData("__operators__.getitem", """["x", 0, 0, {"slice_spec": ["...", -1]}]""", new[] { 2f })]
    [InlineData("concat", """[["x", 0, 0, {"axis": -1}], ["x", 0, 0, {"axis": -1}]]""", new[] { -1f, 0, 2, -1, 0, 2 })]
    [InlineData("stack", """[["x", 0, 0, {"axis": 1}], ["x", 0, 0, {"axis": 1}]]""", new[] { -1f, 0, 2, -1, 0, 2 })]
    [InlineData("reshape", """["x", 0, 0, {"shape": [-1, 3, 1]}]""", new[] { -1f, 0, 2 })]
    [InlineData("math.reduce_sum", """["x", 0, 0, {"axis": [-1], "keepdims": true}]""", new[] { 1f })]
    [InlineData("pad", """["x", 0, 0, {"paddings": [[0, 0], [1, 0]], "constant_values": 7}]""", new[] { 7f, -1, 0, 2 })]
    [InlineData("where", """["x", 0, 0, {"x": 1.0, "y": 2.0}]""", null)]
    public void Function_of_TensorFlow_is_called_with_its_arguments(string function, string node, float[]? expected)
    {
        string model = Functional(Input("x") + $$""",{"class_name": "TFOpLambda", "config": {"name": "f", "function": "{{function}}"}, "inbound_nodes": [{{node}}]}""", """[["x", 0, 0]]""", """[["f", 0, 0]]""");
        if (expected is null)
            Assert.Throws<ModelFormatException>(() => Import(model));
        else
            Assert.Equal(expected, Run(Import(model), [-1, 0, 2])[0]);
    }

    [Theory]
    [InlineData("""{"min": 1, "max": 1}""")]
    [InlineData("""{"min": -1, "max": 1, "num_bits": 1}""")]
    public void Fake_quantization_to_no_grid_is_refused(string arguments)
    {
        string model = Functional(Input("x") + $$""",{"class_name": "TFOpLambda", "config": {"name": "f", "function": "quantization.fake_quant_with_min_max_args"}, "inbound_nodes": [["x", 0, 0, {{arguments}}]]}""", """[["x", 0, 0]]""", """[["f", 0, 0]]""");
        Assert.Contains("num_bits", Assert.Throws<UnsupportedModelException>(() => Import(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_a_split_are_outputs_of_one_call()
    {
        ImportedModel model = Import(Functional(
            Input("x") + """,{"class_name": "TFOpLambda", "config": {"name": "s", "function": "split"}, "inbound_nodes": [["x", 0, 0, {"num_or_size_splits": [1, 2], "axis": -1}]]}""",
            """[["x", 0, 0]]""",
            """[["s", 0, 1], ["s", 0, 0]]"""));
        float[][] parts = Run(model, [1, 2, 3]);
        Assert.Equal([2f, 3], parts[0]);
        Assert.Equal([1f], parts[1]);
        Assert.Equal(["s:1", "s"], model.Graph.Outputs.Select(o => o.Name));
    }

    [Fact]
    public void Operations_of_Keras_3_take_what_their_configuration_says()
    {
        ImportedModel model = Import(Functional(
            Input("x") + """,{"module": "keras.src.ops.numpy", "class_name": "Mean", "config": {"name": "mean", "axis": [-1], "keepdims": true}, "inbound_nodes": [{"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": ["x", 0, 0]}}], "kwargs": {}}]},"""
                + """{"module": "keras.src.ops.numpy", "class_name": "Subtract", "config": {"name": "sub"}, "inbound_nodes": [{"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": ["x", 0, 0]}}, {"class_name": "__keras_tensor__", "config": {"keras_history": ["mean", 0, 0]}}], "kwargs": {}}]}""",
            """["x", 0, 0]""",
            """["sub", 0, 0]"""));
        Assert.Equal([-1f, 0, 1], Run(model, [1, 2, 3])[0]);
    }

    [Fact]
    public void Everything_that_is_not_supported_is_said_at_once()
    {
        var e = Assert.Throws<UnsupportedModelException>(() => Import(Functional(
            Input("x")
                + """,{"class_name": "GRU", "config": {"name": "one"}, "inbound_nodes": [[["x", 0, 0, {}]]]}"""
                + """,{"class_name": "Lambda", "config": {"name": "two", "function": ["4w==", null, null]}, "inbound_nodes": [[["one", 0, 0, {}]]]}"""
                + """,{"class_name": "TFOpLambda", "config": {"name": "three", "function": "math.digamma"}, "inbound_nodes": [["two", 0, 0, {}]]}"""
                + """,{"class_name": "QuantConv2D", "config": {"name": "four", "filters": 1, "kernel_size": [1, 1], "input_quantizer": {"class_name": "Mine", "config": {}}, "kernel_quantizer": {"module": "builtins", "class_name": "function", "config": "theirs"}}, "inbound_nodes": [[["three", 0, 0, {}]]]}""",
            """[["x", 0, 0]]""",
            """[["four", 0, 0]]""")));
        string[] parts = ["'one': layer class 'GRU'", "'two': a Lambda layer", "'three': function 'tf.math.digamma'", "--quantizer Mine=threshold:0,levels:-1:1", "--quantizer theirs=threshold:0,levels:-1:1"];
        Assert.All(parts, p => Assert.Contains(p, e.Message, StringComparison.Ordinal));
        Assert.Equal(5, e.Unsupported.Count);
    }

    [Fact]
    public void Open_dimensions_are_fixed_by_the_user_within_the_model_s_shape()
    {
        const string Model = """{"class_name": "Sequential", "config": {"layers": [{"class_name": "InputLayer", "config": {"name": "x", "batch_shape": [null, null, 3]}}, {"class_name": "ReLU", "config": {"name": "r"}}]}}""";
        Assert.Equal([1, 8, 3], Import(Model, new ImportOptions { InputShapes = [[1, 8, 3]] }).Graph.Outputs[0].Type.Shape);
        Assert.Equal([2, Shape.Unknown, 3], Import(Model, new ImportOptions { Batch = 2 }).Graph.Outputs[0].Type.Shape);
        var e = Assert.Throws<ModelFormatException>(() => Import(Model, new ImportOptions { InputShapes = [[1, 8, 4]] }));
        Assert.Contains("input 'x' has the shape [?,?,3], and [1,8,4] is given", e.Message, StringComparison.Ordinal);
        Assert.Throws<ModelFormatException>(() => Import(Model, new ImportOptions { InputShapes = [] }));
    }

    [Theory]
    [InlineData("""{"class_name": "Flatten", "config": {"name": "f"}}, {"class_name": "Dense", "config": {"name": "layer", "units": 2}}""", "[null, null, 4, 3]", "dimension 1 is known, not [?,?]", "--input-shape 1,H,4,3")]
    [InlineData("""{"class_name": "Flatten", "config": {"name": "f"}}, {"class_name": "Dense", "config": {"name": "layer", "units": 2}}""", "[null, 8, null, 3]", "dimension 1 is known, not [?,?]", "--input-shape 1,8,W,3")]
    [InlineData("""{"class_name": "LocallyConnected1D", "config": {"name": "layer", "filters": 2, "kernel_size": 3}}""", "[null, null, 3]", "dimension 1 is known", "--input-shape 1,SIZE,3")]
    public void A_layer_that_has_to_know_a_size_names_the_option_that_gives_it(string layers, string shape, string what, string option)
    {
        string model = $$$"""{"class_name": "Sequential", "config": {"layers": [{"class_name": "InputLayer", "config": {"name": "x", "batch_shape": {{{shape}}}}}, {{{layers}}}]}}""";
        var e = Assert.Throws<ModelFormatException>(() => Import(model));
        Assert.All([what, option, "'layer'"], part => Assert.Contains(part, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Layers_that_read_each_other_are_refused()
    {
        var e = Assert.Throws<ModelFormatException>(() => Import(Functional(
            Input("x") + """,{"class_name": "Add", "config": {"name": "a"}, "inbound_nodes": [[["x", 0, 0, {}], ["b", 0, 0, {}]]]},{"class_name": "ReLU", "config": {"name": "b"}, "inbound_nodes": [[["a", 0, 0, {}]]]}""",
            """[["x", 0, 0]]""",
            """[["b", 0, 0]]""")));
        Assert.Contains("in a circle", e.Message, StringComparison.Ordinal);
    }

    private static string Input(string name) => $$"""{"class_name": "InputLayer", "config": {"name": "{{name}}", "batch_input_shape": [null, 3]}, "inbound_nodes": []}""";

    private static string Functional(string layers, string inputs, string outputs) =>
        $$$"""{"class_name": "Functional", "config": {"name": "m", "layers": [{{{layers}}}], "input_layers": {{{inputs}}}, "output_layers": {{{outputs}}} }}""";

    private static ImportedModel Import(string json, ImportOptions? options = null)
    {
        JsonElement root = LenientJson.Parse("model.json", "the architecture", Encoding.UTF8.GetBytes(json));
        ImportedModel model = ModelImport.Run(root, isKeras3: false, weights: null, options ?? new ImportOptions(), TestContext.Current.CancellationToken);
        Verifier.Check(model.Graph);
        return model;
    }

    private static float[][] Run(ImportedModel model, params float[][] inputs) =>
        [.. ReferenceExecutor.Run(model.Graph, [.. inputs.Select(i => Literal.Of<float>([1, i.Length], i))], TestContext.Current.CancellationToken).Select(o => o.Values<float>().ToArray())];
}
