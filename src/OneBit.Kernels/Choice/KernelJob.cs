namespace OneBit.Kernels;

/// <summary>
/// A convolution that several rows of a family can do, all with the same result to the last bit: what there is to choose from, and what is chosen. Jobs of equal
/// shapes are equal.
/// </summary>
public abstract record KernelJob
{
    /// <summary>Name of the family.</summary>
    public abstract string Family { get; }

    /// <summary>All that the choice depends on, in one line: <c>1x56x56x64 to 56x56x64, 3x3, pad 1x1</c>.</summary>
    public abstract string Shape { get; }

    /// <summary>The rows that this CPU supports and that serve the shape, in the order of the catalogue.</summary>
    public abstract IReadOnlyList<KernelCandidate> Candidates();

    /// <summary>
    /// The row that the family's environment variable forces, or else the candidate called <paramref name="chosen"/>, or else the one of the fewest cycles by the
    /// model.
    /// </summary>
    /// <exception cref="InvalidOperationException">The variable names no row of the family, or one that this CPU cannot run.</exception>
    public abstract Kernel Pick(string? chosen = null);

    /// <summary>Family and shape.</summary>
    public sealed override string ToString() => $"{Family} {Shape}";

    /// <summary>For each candidate an action that does the whole job once, in one thread, on random values.</summary>
    internal abstract IReadOnlyList<Action> Trials(IReadOnlyList<KernelCandidate> candidates);
}
