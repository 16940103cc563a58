using System.Globalization;
using System.Text.RegularExpressions;

namespace OneBit.Benchmarks;

/// <summary>Where the numbers come from.</summary>
internal static partial class Machine
{
    /// <summary>As in <c>AMD EPYC (family 25 model 1)</c>: clouds hide the rest of the name.</summary>
    public static string Cpu { get; } = Read();

    /// <summary><see cref="Cpu"/> as the name of a file.</summary>
    public static string FileName => Others().Replace(Cpu.ToLowerInvariant(), "-").Trim('-');

    /// <summary>Processes that wanted to run in the last minute, on average: above the number of cores, times are no more than hints.</summary>
    public static double Load => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string Read()
    {
        ILookup<string, string> fields = File.ReadLines("/proc/cpuinfo").TakeWhile(line => line.Length > 0).ToLookup(line => line.Split(':')[0].Trim(), line => line.Split(':')[1].Trim());
        string name = fields["model name"].FirstOrDefault() ?? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
        return fields["cpu family"].FirstOrDefault() is { } family ? $"{name} (family {family} model {fields["model"].FirstOrDefault()})" : name;
    }

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Others();
}
