using OneBit.IR;
using OneBit.Reference;
using OneBit.Tensors;
using OneBit.Testing;

namespace OneBit.Converter.Tests.Keras;

/// <summary>Imports recorded models and runs them by the reference loops.</summary>
internal static class KerasModels
{
    private static CustomObjects? customs;

    /// <summary>What the custom names of family convert mean.</summary>
    public static CustomObjects Customs => customs ??= CustomsFile.Read(Shared.Path("golden", "convert", "customs.json"));

    /// <summary>Imports a model; its graph has to be well-formed.</summary>
    public static ImportedModel Import(string path, ImportOptions? options = null)
    {
        ImportedModel model = new KerasImporter().Import(path, options ?? new ImportOptions { Customs = Customs });
        Verifier.Check(model.Graph);
        return model;
    }

    /// <summary>The outputs for inputs whose first axis counts the samples.</summary>
    public static IReadOnlyList<NumpyArray> Run(Graph graph, IReadOnlyList<NumpyArray> inputs)
    {
        var outputs = graph.Outputs.Select(_ => new List<Literal>()).ToArray();
        for (int s = 0; s < inputs[0].Shape[0]; s++)
        {
            IReadOnlyList<Literal> results = ReferenceExecutor.Run(graph, [.. graph.Inputs.Select((g, i) => inputs[i].Sample(s, g.Type))], TestContext.Current.CancellationToken);
            for (int k = 0; k < results.Count; k++)
                outputs[k].Add(results[k]);
        }
        return [.. outputs.Select(NumpyArray.Stack)];
    }
}
