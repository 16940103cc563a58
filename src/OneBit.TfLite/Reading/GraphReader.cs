using OneBit.IR;
using OneBit.TfLite.Codecs;
using OneBit.TfLite.FlatBuffers;
using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Reading;

/// <summary>Translates the one subgraph of a model to a graph, operator by operator.</summary>
internal sealed class GraphReader
{
    private readonly FileModel model;
    private readonly FlatTable subgraph;
    private readonly FlatVector operators;

    public GraphReader(FileModel model, TfLiteReadOptions options)
    {
        this.model = model;
        if (model.Subgraphs.Count == 0)
            throw model.Root.Error("the model has no subgraph: convert the model again", Fields.ModelSubgraphs, "one", "none");
        UnsupportedOperators.Check(model);
        if (model.Subgraphs.Count > 1)
            throw new UnsupportedModelException($"the model has {model.Subgraphs.Count} subgraphs, OneBit runs models of one: convert it without control flow and initialisers", $"{model.Subgraphs.Count} subgraphs");
        subgraph = model.Subgraphs.Table(0, "subgraph");
        operators = subgraph.Tables(Fields.SubgraphOperators);
        Graph = subgraph.String(Fields.SubgraphName) is { Length: > 0 } name ? new Graph(name) : new Graph();
        Values = new ValueTable(model, subgraph.Tables(Fields.SubgraphTensors), Graph, options.MaxMemory);
    }

    /// <summary>The graph that is being built.</summary>
    public Graph Graph { get; }

    /// <summary>The tensors.</summary>
    public ValueTable Values { get; }

    /// <summary>Reads everything.</summary>
    public Graph Read()
    {
        int[] inputs = subgraph.Ints(Fields.SubgraphInputs) ?? [];
        int[] outputs = subgraph.Ints(Fields.SubgraphOutputs) ?? [];
        InContext("an input of the model", () =>
        {
            foreach (int input in inputs)
                Values.AddInput(input);
        });
        for (int i = 0; i < operators.Count; i++)
            Translate(i);
        InContext("an output of the model", () => Graph.SetOutputs([.. outputs.Select(Values.Read)]));
        Graph.Description = model.Root.String(Fields.ModelDescription);
        ExtrasReader.Read(model, Graph, inputs, outputs);
        return Graph;
    }

    private void Translate(int index)
    {
        FlatTable table = operators.Table(index, "operator");
        FileOperatorCode code = UnsupportedOperators.CodeOf(model, table);
        int[] results = table.Ints(Fields.OperatorOutputs) ?? [];
        string where = $"operator {index} ({code.Name})";
        try
        {
            var source = new FileOperator(index, code, table.Ints(Fields.OperatorInputs) ?? [], results, table);
            foreach (int input in source.Inputs)
            {
                if (input < -1)
                    throw new ModelFormatException($"refers to tensor {input}, only -1 stands for none: convert the model again") { Expected = "-1 or more", Actual = $"{input}" };
            }
            OpCodec codec = CodecTable.Find(code) ?? throw new System.Diagnostics.UnreachableException($"{code.Name} passed the check for unsupported operators");
            codec.Read(new OperatorReader(this, source));
        }
        catch (ModelFormatException e)
        {
            string? tensor = e.TensorName ?? (results.Length > 0 ? Values.NameOf(results[0]) : null);
            throw ModelErrors.With(e, $"{where}: {e.Message}", byteOffset: table.Position, opIndex: index, opName: code.Name, tensorName: tensor);
        }
    }

    private static void InContext(string context, Action action)
    {
        try
        {
            action();
        }
        catch (ModelFormatException e)
        {
            throw ModelErrors.With(e, $"{context}: {e.Message}");
        }
    }
}
