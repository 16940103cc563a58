using System.Text.Json;
using OneBit.IR;

namespace OneBit.Layers.Tests;

public sealed class LayerConfigTests
{
    [Fact]
    public void A_larq_layer_is_read_whole()
    {
        var layer = (Conv2D)Read("QuantConv2D", """
            {"filters": 8, "kernel_size": [3, 3], "strides": 2, "padding": "same", "pad_values": 1.0, "use_bias": false, "activation": "relu",
             "input_quantizer": "ste_sign",
             "kernel_quantizer": {"module": "larq.quantizers", "class_name": "Larq>MagnitudeAwareSign", "config": {"clip_value": null}}}
            """);
        Assert.Equal((8, new Size2D(3, 3), new Size2D(2, 2), BorderMode.Same, 1f, false), (layer.Filters, layer.KernelSize, layer.Strides, layer.Padding, layer.PadValues, layer.UseBias));
        Assert.Equal(new SteSign(), layer.InputQuantizer);
        Assert.Equal(new MagnitudeAwareSign { ClipValue = null }, layer.KernelQuantizer);
        Assert.Equal(UnaryKind.Relu, Assert.IsType<Elementwise>(layer.Activation).Kind);
    }

    [Theory]
    [InlineData("Conv2D", """{"kernel_size": [3, 3]}""", "layer 'name' (Conv2D) has no filters")]
    [InlineData("Conv2D", """{"filters": "8"}""", "layer 'name' (Conv2D): filters has to be an integer, not \"8\"")]
    [InlineData("Conv2D", """{"filters": 8, "kernel_size": [3, 0]}""", "layer 'name' (Conv2D): kernel_size has to be 2 positive integers, not [3, 0]")]
    [InlineData("Conv2D", """{"filters": 8, "kernel_size": 3, "padding": "causal"}""", "layer 'name' (Conv2D): padding has to be \"valid\" or \"same\", not \"causal\"")]
    [InlineData("Conv2D", """{"filters": 8, "kernel_size": 3, "data_format": "channels_first"}""", "layer 'name' (Conv2D): data_format = \"channels_first\" is not supported")]
    [InlineData("QuantDense", """{"units": 8, "kernel_quantizer": "mine"}""", "layer 'name' (QuantDense): kernel_quantizer = \"mine\" is not supported")]
    [InlineData("QuantConv1D", """{"filters": 8, "kernel_size": 3, "padding": "causal", "pad_values": 1}""", "layer 'name' (QuantConv1D): pad_values has to be 0, as padding is causal, not 1")]
    [InlineData("ZeroPadding2D", """{"padding": [[1, 1], [1]]}""", "layer 'name' (ZeroPadding2D): padding has to be amounts for 2 dimensions, not [[1, 1], [1]]")]
    [InlineData("LSTM", """{"units": 5, "stateful": true}""", "layer 'name' (LSTM): stateful = true is not supported")]
    [InlineData("LSTM", """{"units": 5, "time_major": true}""", "layer 'name' (LSTM): time_major = true is not supported")]
    public void An_error_names_layer_and_key(string type, string config, string message) =>
        Assert.Equal(message, Assert.ThrowsAny<ModelFormatException>(() => Read(type, config)).Message);

    [Fact]
    public void A_custom_name_is_asked_before_the_tables()
    {
        var mine = new TwoLevel();
        var context = new ConfigContext { Quantizer = (key, named) => key == "input_quantizer" && named.Name == "SteSign" ? mine : null };
        var layer = (Dense)Read("QuantDense", """{"units": 1, "input_quantizer": "SteSign", "kernel_quantizer": "SteSign"}""", context);
        Assert.Same(mine, layer.InputQuantizer);
        Assert.Equal(new SteSign(), layer.KernelQuantizer);
    }

    [Fact]
    public void Functions_are_named_by_their_configuration()
    {
        var layer = (Dense)Read("QuantDense", """{"units": 1, "kernel_quantizer": {"module": "builtins", "class_name": "function", "config": "xnor_weight_scale"}}""");
        Assert.Equal(new XnorWeightScale(), layer.KernelQuantizer);
    }

    [Fact]
    public void Hard_sigmoid_is_another_function_in_Keras_3()
    {
        Assert.Equal(new Composed(ComposedFunction.HardSigmoid) { Name = "name" }, Read("Activation", """{"activation": "hard_sigmoid"}"""));
        Assert.Equal(new Composed(ComposedFunction.HardSigmoid6) { Name = "name" }, Read("Activation", """{"activation": "hard_sigmoid"}""", new ConfigContext { IsKeras3 = true }));
    }

    [Fact]
    public void Tuples_and_arrays_of_Keras_3_are_unwrapped()
    {
        var pool = (Pooling2D)Read("MaxPooling2D", """{"pool_size": {"class_name": "__tuple__", "items": [3, 2]}}""");
        Assert.Equal(new Size2D(3, 2), pool.PoolSize);
        var layer = (Normalization)Read("Normalization", """{"mean": {"class_name": "__numpy__", "config": {"value": [1, 2], "dtype": "float32"}}, "variance": [1, 1]}""");
        Assert.Equal([1f, 2f], layer.Mean);
    }

    [Fact]
    public void An_LSTM_is_read_whole()
    {
        var layer = (LSTM)Read("LSTM", """
            {"units": 5, "activation": "linear", "recurrent_activation": "hard_sigmoid", "use_bias": false, "return_sequences": true, "return_state": true, "go_backwards": true,
             "stateful": false, "unroll": true, "unit_forget_bias": true, "dropout": 0.5, "recurrent_dropout": 0.5, "implementation": 1}
            """);
        Assert.Equal((5, false, true, true, true), (layer.Units, layer.UseBias, layer.ReturnSequences, layer.ReturnState, layer.GoBackwards));
        Assert.Null(layer.Activation);
        Assert.Equal(ComposedFunction.HardSigmoid, Assert.IsType<Composed>(layer.RecurrentActivation).Function);
        Assert.Equal(new Elementwise(UnaryKind.Tanh), ((LSTM)Read("LSTM", """{"units": 5}""")).Activation);
    }

    private static Layer Read(string type, string json, ConfigContext? context = null)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return LayerTable.All[type](new LayerConfig("name", type, document.RootElement, context ?? new ConfigContext()));
    }
}
