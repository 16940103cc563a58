using OneBit.Runtime;
using OneBit.Tensors;

namespace OneBit;

/// <summary>How a session runs its model.</summary>
public sealed record SessionOptions
{
    /// <summary>Threads that compute, the caller's included; 1 by default.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Leading dimension of every input, where it is not the model's own: a new plan is made for it.</summary>
    public int? Batch { get; init; }

    /// <summary>Shapes by input name, where they are not the model's own: a new plan is made for them.</summary>
    public IReadOnlyDictionary<string, Shape>? InputShapes { get; init; }

    /// <summary>Measures each step (<see cref="Session.Profile"/>).</summary>
    public bool Profile { get; init; }

    /// <summary>What computes; the model's <see cref="ModelOptions.Executor"/> by default.</summary>
    public Executor? Executor { get; init; }

    /// <summary>Kernels for convolutions; the model's <see cref="ModelOptions.KernelChoices"/> by default.</summary>
    public KernelChoices? KernelChoices { get; init; }
}
