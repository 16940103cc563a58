using System.Text.Json;
using OneBit.IR;
using OneBit.Layers;

namespace OneBit.Converter.Keras;

/// <summary>Finds out what each layer of a model computes, before anything is emitted: whatever is not supported is found in the whole model.</summary>
internal sealed class ModelPreparer(ImportOptions options, bool isKeras3, Problems problems, ICollection<string> notes)
{
    private const string Describe = "describe it in a file for --custom, or build the model from other layers";

    /// <summary>Prepares the layers of a model.</summary>
    /// <param name="model">The configuration.</param>
    /// <param name="weights">Where its weights lie; null where there are none.</param>
    /// <param name="prefix">What stands before its layers' names.</param>
    /// <exception cref="ModelFormatException">A configuration or a weight is damaged.</exception>
    public PreparedModel Prepare(ModelConfig model, IWeightScope? weights, string prefix = "")
    {
        var layers = new PreparedLayer[model.Layers.Count];
        for (int i = 0; i < layers.Length; i++)
        {
            LayerNode node = model.Layers[i];
            string name = prefix + node.Name;
            layers[i] = node.IsInput ? new PreparedLayer(node, name) :
                node.Model is { } nested ? new PreparedLayer(node, name) { Model = Prepare(nested, weights?.Model(model, i), name + "/") } :
                Layer(node, name, weights?.Layer(model, i));
        }
        return new PreparedModel(model, layers);
    }

    private PreparedLayer Layer(LayerNode node, string name, IStoredWeights? stored)
    {
        var customs = new CustomLookup(options.Customs, name, stored, problems, notes);
        try
        {
            if (customs.Layer(node) is { } custom)
                return Known(custom);
            var function = Function(node, name, out bool isFunction);
            if (isFunction)
                return new PreparedLayer(node, name) { Function = function, Stored = stored };
            return customs.Function(node) is { } activation ? Known(activation) : Known(FromTable(node, name, customs));
        }
        catch (UnsupportedModelException e)
        {
            problems.Add(name, e.Unsupported.Count > 0 ? string.Join(", ", e.Unsupported) : e.Message);
            return new PreparedLayer(node, name);
        }

        PreparedLayer Known(Layer? layer) => new(node, name)
        {
            Layer = layer is null ? null : layer with { Name = name },
            Stored = stored,
            WeightBytes = customs.WeightBytes,
            IsQuantized = customs.HasQuantizer || layer is QuantizerLayer,
        };
    }

    private Layer? FromTable(LayerNode node, string name, CustomLookup customs)
    {
        var config = new LayerConfig(name, node.ClassName, node.Settings, customs.Context(isKeras3));
        if (LayerTable.Find(node.ClassName) is { } create)
            return create(config);
        if (QuantizerTable.Find(node.ClassName) is { } quantizer)
            return new QuantizerLayer(quantizer(config)) { Name = name };
        problems.Add(name, $"layer class '{node.ClassName}'", Describe);
        return null;
    }

    // Functions of tensors between the layers; isFunction where the layer is one, known or not.
    private Func<Graph, LayerCall, Func<TensorReference, Value>, IReadOnlyList<Value>>? Function(LayerNode node, string name, out bool isFunction)
    {
        isFunction = true;
        switch (node.ClassName)
        {
            case "TFOpLambda" or "SlicingOpLambda":
                string function = node.Settings.Text("function") ?? throw new ModelFormatException($"layer '{name}' ({node.ClassName}) does not say which function it calls") { OpName = node.ClassName };
                return Called(node, name, function, $"function 'tf.{function}'");
            case "Lambda":
                if (ZooLambdas.Find(node) is { } zoo)
                    return (graph, call, value) => zoo(graph, [.. call.Tensors().Select(value)]);
                problems.Add(name, "a Lambda layer, whose Python code nobody can read from the file", "call the functions directly in a functional model, or write a layer class and describe it in a file for --custom");
                return null;
            default:
                isFunction = node.IsOperation;
                return isFunction ? Called(node, name, node.ClassName, $"function 'keras.ops.{node.ClassName}'") : null;
        }
    }

    private Func<Graph, LayerCall, Func<TensorReference, Value>, IReadOnlyList<Value>>? Called(LayerNode node, string name, string function, string what)
    {
        if (TensorFunctions.Find(function) is { } compute)
            return (graph, call, value) => compute(Operands.Call(graph, name, function, node.Settings, call, value));
        problems.Add(name, what, "build the model without it");
        return null;
    }
}
