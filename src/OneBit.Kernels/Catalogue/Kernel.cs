namespace OneBit.Kernels;

/// <summary>
/// One row of a family's catalogue: an implementation with a name that is its recipe (<c>Avx2XorPopCount</c>) and what it needs of the CPU.
/// A row makes a kernel chosen, tested against the reference, benchmarked and listed.
/// </summary>
public abstract class Kernel(string name, CpuFeatures requires)
{
    [ThreadStatic]
    private static bool rehearses;

    private volatile bool used;

    /// <summary>Recipe name, unique within the family.</summary>
    public string Name { get; } = name;

    /// <summary>What the CPU must have.</summary>
    public CpuFeatures Requires { get; } = requires;

    /// <summary>True where this process may run the kernel.</summary>
    public bool IsSupported => Cpu.Has(Requires);

    /// <summary>True once the kernel itself has reported that it ran: the coverage tests fail where a supported row never did.</summary>
    public bool Used => used;

    /// <summary>Does <paramref name="work"/>, whose kernels report no use: for runs whose results nobody wants.</summary>
    public static void Rehearse(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        bool before = rehearses;
        rehearses = true;
        try
        {
            work();
        }
        finally
        {
            rehearses = before;
        }
    }

    /// <summary>Called by each entry point of a kernel.</summary>
    protected void ReportUse()
    {
        if (!used && !rehearses)
            used = true;
    }
}
