using OneBit.Runtime;

namespace OneBit;

/// <summary>How a model is loaded.</summary>
public sealed record ModelOptions
{
    /// <summary>The most bytes that tensors of one session may take together, 2 GiB by default: a damaged or hostile file cannot ask for more.</summary>
    public long MaxMemory { get; init; } = 2L << 30;

    /// <summary>What computes the model, where a session does not say otherwise.</summary>
    public Executor Executor { get; init; }

    /// <summary>Kernels for convolutions, from trials on this machine, where a session does not say otherwise; none by default, which leaves them to cost models.</summary>
    public KernelChoices KernelChoices { get; init; } = KernelChoices.None;
}
