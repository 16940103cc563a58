// Whole models, one table: OneBit, stock LCE in its three modes, ONNX Runtime on the float twin; interleaved rounds, medians.
//   dotnet run -c Release --project bench/OneBit.Benchmarks -- [--shared FOLDER] [--model NAME] [--rounds N] [--runs N] [--threads N] [--json FILE]
using System.Text.Json;
using OneBit.Benchmarks;
using Spectre.Console;

string Option(string name, string fallback) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : fallback;
string shared = Option("--shared", "../shared");
string name = Option("--model", "QuickNetSmall");
int rounds = int.Parse(Option("--rounds", "5")), runs = int.Parse(Option("--runs", "20")), threads = int.Parse(Option("--threads", "1"));
string model = Path.Combine(shared, "golden", "zoo", $"model-{name}", "model.tflite");
string lce = Path.Combine(shared, "oracles", "lce", "lce-run");

using var oneBit = new OneBitContender(model, threads);
List<Contender> contenders = [oneBit, new OnnxContender(Path.Combine(shared, "golden", "peers", $"{name}-float.onnx"), threads)];
foreach (string mode in (ReadOnlySpan<string>)["default", "reference", "indirect"])
    contenders.Add(new LceContender(lce, model, mode, threads));

foreach (Contender contender in contenders)
    _ = contender.Measure(runs).ToList();
for (int round = 0; round < rounds; round++)
{
    foreach (Contender contender in contenders)
        contender.Round(runs);
}

string cpu = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim();
Table table = new Table().AddColumns("", "median ms", "least ms", "times OneBit");
foreach (Contender c in contenders)
    table.AddRow(c.Name, $"{c.Median / 1000:F2}", $"{c.Least / 1000:F2}", $"{c.Median / oneBit.Median:F2}");
AnsiConsole.MarkupLineInterpolated($"{name}, {threads} thread(s), {rounds} rounds of {runs} runs, {cpu}, kernels for {OneBit.Kernels.Cpu.Tier}");
AnsiConsole.Write(table);
AnsiConsole.MarkupLineInterpolated($"load {oneBit.LoadMilliseconds:F1} ms, first result {oneBit.FirstResultMilliseconds:F1} ms, arena {oneBit.ArenaBytes} bytes");
if (Option("--json", string.Empty) is { Length: > 0 } file)
{
    File.WriteAllText(file, JsonSerializer.Serialize(new
    {
        model = name,
        machine = cpu,
        threads,
        rounds,
        runs,
        load_ms = oneBit.LoadMilliseconds,
        first_result_ms = oneBit.FirstResultMilliseconds,
        arena_bytes = oneBit.ArenaBytes,
        contenders = contenders.Select(c => new { c.Name, median_us = c.Median, min_us = c.Least }),
    }));
}
foreach (Contender contender in contenders.Skip(1))
    contender.Dispose();
