namespace OneBit;

/// <summary>How a model is loaded.</summary>
public sealed record ModelOptions
{
    /// <summary>The most bytes that tensors of one session may take together, 2 GiB by default: a damaged or hostile file cannot ask for more.</summary>
    public long MaxMemory { get; init; } = 2L << 30;

    /// <summary>What computes the model, where a session does not say otherwise.</summary>
    public Executor Executor { get; init; }
}
