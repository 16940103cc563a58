using System.Collections;
using OneBit.Kernels;

namespace OneBit.Cli;

/// <summary>The environment variables that force kernels.</summary>
internal static class KernelVariables
{
    private const string Prefix = "ONEBIT_KERNEL_";

    /// <summary>Refuses variables that name no family or no row of it, before anything is computed.</summary>
    /// <exception cref="InputException">One does.</exception>
    public static void Check()
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable is { Key: string name, Value: string { Length: > 0 } kernel } && name.StartsWith(Prefix, StringComparison.Ordinal))
                Check(name, kernel);
        }
    }

    private static void Check(string variable, string kernel)
    {
        IKernelFamily family = KernelFamilies.All.FirstOrDefault(f => f.Variable == variable)
            ?? throw new InputException($"{variable}: there is no such family of kernels; 'onebit kernels' lists the variables");
        Kernel row = family.Kernels.FirstOrDefault(k => string.Equals(k.Name, kernel, StringComparison.OrdinalIgnoreCase))
            ?? throw new InputException($"{variable}={kernel}: there is no such kernel; the family has {string.Join(", ", family.Kernels.Select(k => k.Name))}");
        if (!row.IsSupported)
            throw new InputException($"{variable}={kernel}: this CPU lacks {row.Requires & ~Cpu.Features}");
    }
}
