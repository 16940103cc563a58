using System.Text.Json;

namespace OneBit.Benchmarks;

/// <summary>Stock Larq Compute Engine, started as a separate process in each round; it warms up and reports the median and the least of its own runs.</summary>
internal sealed class LceContender(string command, string model, string mode, int threads) : Contender($"LCE, {mode} kernels")
{
    public override RoundTime Measure(int runs)
    {
        using JsonDocument json = JsonDocument.Parse(ChildProcess.Output(command, [model, "--benchmark", $"{runs}", "--mode", mode, "--threads", $"{threads}"]));
        return new RoundTime(json.RootElement.GetProperty("median_us").GetDouble(), json.RootElement.GetProperty("min_us").GetDouble());
    }

    public override void Dispose()
    {
        // Each round's process has ended by itself.
    }
}
