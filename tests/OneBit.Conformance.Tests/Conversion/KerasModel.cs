using OneBit.Converter;
using OneBit.IR;
using OneBit.Passes;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>A Keras model in its file, and what it takes to import it.</summary>
/// <param name="Path">The model, or an architecture in JSON.</param>
internal sealed record KerasModel(string Path)
{
    private const string Runtime = "runtime, 1 thread";

    /// <summary>Weights in a file of their own.</summary>
    public string? Weights { get; init; }

    /// <summary>What custom names mean.</summary>
    public CustomObjects Customs { get; init; } = CustomObjects.None;

    /// <summary>Who reads the file; null for whoever can.</summary>
    public IModelImporter? Importer { get; init; }

    /// <summary>Outputs of the imported graph, unconverted: in plain loops, or on the runtime, which would quantize the kernels anew in each run and so gets them folded.</summary>
    public NumpyArray Imported(NumpyArray inputs, bool plainLoops)
    {
        var options = new ImportOptions { Customs = Customs, WeightsFile = Weights, Batch = 1 };
        Graph graph = (Importer?.Import(Path, options) ?? Converter.Converter.Import(Path, options)).Graph;
        if (!plainLoops)
            PassRunner.Run(graph, [FoldConstants.ConversionPass], cancellationToken: TestContext.Current.CancellationToken);
        return Executors.Run(plainLoops ? "reference" : Runtime, graph, [inputs])[0];
    }

    /// <summary>The converted model.</summary>
    public ConversionResult Convert(ConversionTarget target)
    {
        var options = new ConvertOptions { Target = target, Customs = Customs, WeightsFile = Weights };
        return Importer is null ? Converter.Converter.Convert(Path, options) : Converter.Converter.Convert(Path, options, [Importer], TestContext.Current.CancellationToken);
    }

    /// <summary>Outputs of converted bytes on the runtime.</summary>
    public static NumpyArray OnRuntime(ConversionResult converted, NumpyArray inputs) => Executors.Run(Runtime, Conversions.Read(converted), [inputs])[0];

    /// <summary>Outputs of converted bytes on the stock engine.</summary>
    public static NumpyArray OnStock(ConversionResult converted, NumpyArray inputs, string mode)
    {
        string file = System.IO.Path.Combine(Directory.CreateTempSubdirectory("onebit-input").FullName, "in_0.npy");
        try
        {
            inputs.Save(file);
            (IReadOnlyList<NumpyArray> outputs, string? error) = StockEngine.Run(converted.Bytes, [file], mode);
            Assert.Null(error);
            return Assert.Single(outputs);
        }
        finally
        {
            Directory.Delete(System.IO.Path.GetDirectoryName(file)!, recursive: true);
        }
    }
}
