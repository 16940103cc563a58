using OneBit.IR;
using OneBit.Passes;
using OneBit.Tensors;

namespace OneBit.Converter;

/// <summary>How a model is converted.</summary>
public sealed record ConvertOptions
{
    /// <summary>Who is to run the result.</summary>
    public ConversionTarget Target { get; init; }

    /// <summary>Shapes of the inputs, in order; an unknown leading dimension is 1, others stay open. Null takes the model's own.</summary>
    public IReadOnlyList<Shape>? InputShapes { get; init; }

    /// <summary>What the names of custom quantizers, activations and layers mean.</summary>
    public CustomObjects Customs { get; init; } = CustomObjects.None;

    /// <summary>For <see cref="ConversionTarget.Lce"/>: no folding that could move a value that lies exactly on a quantizer's edge.</summary>
    public bool ExactFloat { get; init; }

    /// <summary>The weights, where the model is an architecture (JSON) alone.</summary>
    public string? WeightsFile { get; init; }

    /// <summary>How far, relative to its channel's scale, a weight may be from two levels and still count as on them. 0: a kernel is of two levels or it is not.</summary>
    public double KernelTolerance { get; init; }

    /// <summary>The pass, or the number of the step, to stop after, for looking at the graph halfway; <c>import</c> stops before all of them. Null to go to the end.</summary>
    public string? StopAfter { get; init; }

    /// <summary>Sees the imported model, before anything is changed. It must not keep the graph, only copies of it.</summary>
    public Action<ImportedModel>? AfterImport { get; init; }

    /// <summary>Sees the graph behind each pass, by the pass's name; first the imported one, as <c>import</c>.</summary>
    public Action<string, Graph>? DumpAfter { get; init; }

    /// <summary>Most bytes of weights to read.</summary>
    public long MaxMemory { get; init; } = 2L << 30;

    /// <summary>Told the share that is done, 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }

    internal ImportOptions ForImport(IProgress<double>? progress) => new()
    {
        InputShapes = InputShapes is null ? null : [.. InputShapes.Select(OpenSizes.WithBatch)],
        Batch = 1,
        Customs = Customs,
        WeightsFile = WeightsFile,
        MaxMemory = MaxMemory,
        Progress = progress,
    };
}
