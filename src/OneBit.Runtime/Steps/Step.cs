namespace OneBit.Runtime;

/// <summary>
/// One operation of a plan with everything that does not change between runs: packed weights, shapes, the kernel chosen. Immutable; sessions share it.
/// </summary>
public abstract class Step
{
    /// <summary>The op's name.</summary>
    public required string Op { get; init; }

    /// <summary>The name of the first result in the model, or empty.</summary>
    public required string Name { get; init; }

    /// <summary>The kernel's recipe name; <c>reference</c> where a plain loop does the work.</summary>
    public required string Kernel { get; init; }
}
