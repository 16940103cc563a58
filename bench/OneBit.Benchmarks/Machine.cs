using System.Globalization;
using System.Text.RegularExpressions;
using OneBit.Kernels;

namespace OneBit.Benchmarks;

/// <summary>The kinds of CPU that goals are set for, or whose limits are known.</summary>
internal enum CpuKind
{
    Other,
    IntelAvx512,
    Zen3,
    Zen5,
}

/// <summary>Where the numbers come from.</summary>
internal static partial class Machine
{
    private const string LoadFile = "/proc/loadavg";

    public static CpuKind Kind { get; } =
        IsAmd(family: 26) ? CpuKind.Zen5
        : IsAmd(family: 25) && !Cpu.Has(CpuFeatures.Avx512) ? CpuKind.Zen3
        : Cpu.Name.Contains("intel", StringComparison.OrdinalIgnoreCase) && Cpu.Has(CpuFeatures.Avx512) ? CpuKind.IntelAvx512
        : CpuKind.Other;

    /// <summary>The CPU's name as that of a file.</summary>
    public static string FileName => Others().Replace(Cpu.Name.ToLowerInvariant(), "-").Trim('-');

    /// <summary>Processes that wanted to run in the last minute, on average, 0 where the system does not say: above the number of cores, times are no more than hints.</summary>
    public static double Load => File.Exists(LoadFile) ? double.Parse(File.ReadAllText(LoadFile).Split(' ')[0], CultureInfo.InvariantCulture) : 0;

    private static bool IsAmd(int family) => Cpu.Name.StartsWith("AMD", StringComparison.OrdinalIgnoreCase) && Cpu.Name.Contains($" family {family} ", StringComparison.Ordinal);

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Others();
}
