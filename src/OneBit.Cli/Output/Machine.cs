using System.Runtime.InteropServices;
using OneBit.Kernels;

namespace OneBit.Cli.Output;

/// <summary>The machine that a measurement was taken on, in one line.</summary>
internal static class Machine
{
    /// <summary>CPU, vector level, processors, system, runtime.</summary>
    public static string Describe() =>
        $"{CpuName()} ({RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, {Cpu.Tier}, {Environment.ProcessorCount} processors), {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    private static string CpuName()
    {
        const string Names = "/proc/cpuinfo";
        try
        {
            string? line = File.Exists(Names) ? File.ReadLines(Names).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
            return line is null ? "CPU" : line[(line.IndexOf(':') + 1)..].Trim();
        }
        catch (IOException)
        {
            return "CPU";
        }
    }
}
