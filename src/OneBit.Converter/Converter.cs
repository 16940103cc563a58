using System.Diagnostics;
using OneBit.IR;
using OneBit.Passes;
using OneBit.Tensors;
using OneBit.TfLite;

namespace OneBit.Converter;

/// <summary>Reads models of other frameworks, and converts them to .tflite: import, passes for the target, writing.</summary>
public static class Converter
{
    /// <summary>What <see cref="ConvertOptions.StopAfter"/> and <see cref="ConvertOptions.DumpAfter"/> call the graph before all passes.</summary>
    public const string ImportStep = "import";

    private const double ImportShare = 0.6;
    private const double PassShare = 0.3;

    /// <summary>True where some importer takes the file or folder.</summary>
    public static bool CanImport(string path) => Importers.Find(path, Importers.All) is not null;

    /// <summary>The model in <paramref name="path"/> as framework-level IR, unconverted.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">It is damaged, no model, or weights are missing or of the wrong shape.</exception>
    /// <exception cref="UnsupportedModelException">It has layers that are not supported; all are named at once.</exception>
    public static ImportedModel Import(string path, ImportOptions? options = null, CancellationToken cancellationToken = default) =>
        Import(path, options ?? new ImportOptions(), Importers.All, cancellationToken);

    /// <summary>Converts the model in <paramref name="path"/>.</summary>
    /// <exception cref="ArgumentException">There is no pass to stop after of that name.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">It is damaged, has weights that mean nothing, or leaves dimensions open that a layer has to know.</exception>
    /// <exception cref="UnsupportedModelException">It has layers that are not supported, or ops that the target has not; all are named at once.</exception>
    public static ConversionResult Convert(string path, ConvertOptions? options = null, CancellationToken cancellationToken = default) =>
        Convert(path, options ?? new ConvertOptions(), Importers.All, cancellationToken);

    /// <summary>The passes that a conversion goes through, in order.</summary>
    public static IReadOnlyList<Pass> PassesFor(ConvertOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<Pass> passes = options switch
        {
            { Target: ConversionTarget.OneBit } => Pipelines.ToOneBit,
            { ExactFloat: true } => Pipelines.ToLceExactly,
            _ => Pipelines.ToLce,
        };
        return options.KernelTolerance > 0 ? [SnapKernels.For(options.KernelTolerance), .. passes] : passes;
    }

    internal static ConversionResult Convert(string path, ConvertOptions options, IReadOnlyList<IModelImporter> importers, CancellationToken cancellationToken)
    {
        IReadOnlyList<Pass> passes = PassesFor(options);
        CheckStep(options.StopAfter, passes);
        long start = Stopwatch.GetTimestamp();
        ImportedModel imported = ImportWithBatch(path, options, importers, cancellationToken);
        Graph graph = imported.Graph;
        var binary = BinaryLayers.Of(graph);
        binary.CheckWeights(path);
        options.AfterImport?.Invoke(imported);
        options.DumpAfter?.Invoke(ImportStep, graph);
        IReadOnlyList<Refusal> refusals = options.StopAfter == ImportStep ? [] : Run(graph, passes, options, cancellationToken);
        options.Progress?.Report(ImportShare + PassShare);
        byte[] bytes = Write(graph, options);
        options.Progress?.Report(1);
        var report = ReportBuilder.Build(imported, binary, graph, refusals) with
        {
            Target = options.Target,
            OpenSizes = OpenSizes.Of(graph),
            Bytes = bytes.Length,
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
        return new ConversionResult(graph, report, bytes);
    }

    private static ImportedModel Import(string path, ImportOptions options, IReadOnlyList<IModelImporter> importers, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Path.Exists(path))
            throw new FileNotFoundException($"{path}: does not exist", path);
        IModelImporter importer = Importers.Find(path, importers)
            ?? throw Importers.Unknown(path, importers);
        return importer.Import(path, options, cancellationToken);
    }

    private static void CheckStep(string? step, IReadOnlyList<Pass> passes)
    {
        if (step is null or ImportStep || StopAfter.Parse(step).Pass is not { } name || passes.Any(pass => pass.Name == name))
            return;
        throw new ArgumentException($"no pass is called '{name}'; there are {ImportStep}, {string.Join(", ", passes.Select(pass => pass.Name).Distinct())}");
    }

    // The batch is 1 where it is open; other dimensions stay so.
    private static ImportedModel ImportWithBatch(string path, ConvertOptions options, IReadOnlyList<IModelImporter> importers, CancellationToken cancellationToken)
    {
        ImportOptions import = options.ForImport(options.Progress is { } progress ? new Share(progress, 0, ImportShare) : null);
        ImportedModel imported = Import(path, import, importers, cancellationToken);
        Shape[] shapes = [.. imported.Graph.Inputs.Select(input => OpenSizes.WithBatch(input.Type.Shape))];
        return shapes.SequenceEqual(imported.Graph.Inputs.Select(input => input.Type.Shape)) ? imported : Import(path, import with { InputShapes = shapes }, importers, cancellationToken);
    }

    /// <returns>What was not binarized, and why; asked right behind the pass that would have done it.</returns>
    private static IReadOnlyList<Refusal> Run(Graph graph, IReadOnlyList<Pass> passes, ConvertOptions options, CancellationToken cancellationToken)
    {
        int done = 0;
        IReadOnlyList<Refusal> refusals = [];
        PassRunner.Run(
            graph,
            passes,
            new PassOptions
            {
                StopAfter = options.StopAfter is null ? null : StopAfter.Parse(options.StopAfter),
                AfterPass = (pass, after) =>
                {
                    if (pass == Binarize.Pass || pass == Binarize.LcePass)
                        refusals = Refusals.Explain(after, options.Target);
                    options.DumpAfter?.Invoke(pass.Name, after);
                    options.Progress?.Report(ImportShare + (PassShare * ++done / passes.Count));
                },
            },
            cancellationToken);
        return refusals;
    }

    private static byte[] Write(Graph graph, ConvertOptions options)
    {
        try
        {
            return TfLiteWriter.Write(graph);
        }
        catch (UnsupportedModelException) when (options.StopAfter is not null)
        {
            return [];
        }
    }

    private sealed class Share(IProgress<double> whole, double from, double share) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + (share * value));
    }
}
