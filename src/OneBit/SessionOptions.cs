using OneBit.Runtime;
using OneBit.Tensors;

namespace OneBit;

/// <summary>How a session runs its model.</summary>
public sealed record SessionOptions
{
    /// <summary>Threads that compute, the caller's included; 1 by default. The others are shared by all sessions of the process; more than 65 are 65.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Leading dimension of every input, where it is not the model's own: a new plan is made for it.</summary>
    public int? Batch { get; init; }

    /// <summary>Shapes by input name, where they are not the model's own: a new plan is made for them.</summary>
    public IReadOnlyDictionary<string, Shape>? InputShapes { get; init; }

    /// <summary>Measures each step (<see cref="Session.Profile"/>).</summary>
    public bool Profile { get; init; }

    /// <summary>
    /// Has the kernels of the plan compiled when the session is made, so that its first run takes about as long as the next; true by default.
    /// That takes what the first run would take longer, some 100 ms in a new process, less a part that a second processor does meanwhile; once they are compiled, about one run for each new plan.
    /// Steps of more than 64 MiB and plain loops are left out, and so are sessions with open dimensions, which plan when they run.
    /// </summary>
    public bool WarmUp { get; init; } = true;

    /// <summary>What computes; the model's <see cref="ModelOptions.Executor"/> by default.</summary>
    public Executor? Executor { get; init; }

    /// <summary>Kernels for convolutions; the model's <see cref="ModelOptions.KernelChoices"/> by default.</summary>
    public KernelChoices? KernelChoices { get; init; }
}
