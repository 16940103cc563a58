using System.Diagnostics;
using System.Text.Json;

namespace OneBit.Benchmarks;

/// <summary>Stock Larq Compute Engine, started as a separate process in each round; it warms up and reports the median and the least of its own runs.</summary>
internal sealed class LceContender(string command, string model, string mode, int threads) : Contender($"LCE, {mode} kernels")
{
    public override RoundTime Measure(int runs)
    {
        var start = new ProcessStartInfo(command, [model, "--benchmark", $"{runs}", "--mode", mode, "--threads", $"{threads}"]) { UseShellExecute = false, RedirectStandardOutput = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"cannot start {command}");
        string answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command} ended with {process.ExitCode}");
        using JsonDocument json = JsonDocument.Parse(answer);
        return new RoundTime(json.RootElement.GetProperty("median_us").GetDouble(), json.RootElement.GetProperty("min_us").GetDouble());
    }

    public override void Dispose()
    {
        // Each round's process has ended by itself.
    }
}
