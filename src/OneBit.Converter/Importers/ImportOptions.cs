using OneBit.Tensors;

namespace OneBit.Converter;

/// <summary>What a user says about a model beside its file.</summary>
public sealed record ImportOptions
{
    /// <summary>Shapes of the inputs, in order; null keeps the model's own, with unknown dimensions (the batch among them) as they are.</summary>
    public IReadOnlyList<Shape>? InputShapes { get; init; }

    /// <summary>The leading dimension of inputs where it is not known; null leaves it unknown.</summary>
    public int? Batch { get; init; }

    /// <summary>What the names of custom quantizers, activations and layers mean.</summary>
    public CustomObjects Customs { get; init; } = CustomObjects.None;

    /// <summary>The weights, where <c>path</c> is an architecture (JSON) alone.</summary>
    public string? WeightsFile { get; init; }

    /// <summary>Most bytes of weights to read.</summary>
    public long MaxMemory { get; init; } = 2L << 30;

    /// <summary>Told the share that is done, 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }
}
