using System.Runtime.InteropServices;
using OneBit.Kernels;

namespace OneBit.Cli.Output;

/// <summary>The machine that a measurement was taken on, in one line.</summary>
internal static class Machine
{
    /// <summary>CPU, vector level, processors, system, runtime.</summary>
    public static string Describe() =>
        $"{Cpu.Name} ({RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, {Cpu.Tier}, {Environment.ProcessorCount} processors), {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
}
