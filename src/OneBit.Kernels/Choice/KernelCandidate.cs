namespace OneBit.Kernels;

/// <summary>A row that serves a job on this CPU.</summary>
/// <param name="Kernel">The row.</param>
/// <param name="Cycles">About how many core cycles it takes in one thread, by the family's model.</param>
public sealed record KernelCandidate(Kernel Kernel, double Cycles);

/// <summary>A candidate that was tried.</summary>
/// <param name="Kernel">The row.</param>
/// <param name="Cycles">The model's figure.</param>
/// <param name="Nanoseconds">What it took in one thread.</param>
public sealed record KernelTime(Kernel Kernel, double Cycles, double Nanoseconds);
