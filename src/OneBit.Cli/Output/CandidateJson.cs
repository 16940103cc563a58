using System.Text.Json;
using OneBit.Kernels;

namespace OneBit.Cli.Output;

/// <summary>The candidates for a convolution as JSON, times in microseconds.</summary>
internal static class CandidateJson
{
    private const int Decimals = 3;

    /// <summary>Writes <c>candidates</c>.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<KernelTime> times, Kernel pick, double gigahertz) => json.Objects("candidates", times, time =>
    {
        json.WriteString("kernel", time.Kernel.Name);
        json.Real("predicted_us", Math.Round(time.Cycles / gigahertz / 1000, Decimals));
        json.Real("measured_us", Math.Round(time.Nanoseconds / 1000, Decimals));
        json.WriteBoolean("picked", ReferenceEquals(time.Kernel, pick));
    });
}
