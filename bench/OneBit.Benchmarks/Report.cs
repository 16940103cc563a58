using System.Globalization;
using System.Text;
using System.Text.Json;
using OneBit.Kernels;

namespace OneBit.Benchmarks;

/// <summary>The results as a table for people and as JSON for scripts.</summary>
internal sealed record Report(IReadOnlyList<Race> Races, int Threads, int Rounds, int Runs, double LoadBefore)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly double gigahertz = CpuClock.Gigahertz();

    /// <summary>Starts of new processes.</summary>
    public IReadOnlyList<Starts> Starts { get; init; } = [];

    /// <summary>Bytes of the NativeAOT sample, where it was published.</summary>
    public long? NativeBytes { get; init; }

    public string Markdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # {Machine.Cpu}

            `.ci/run bench`: {Threads} thread{(Threads == 1 ? string.Empty : "s")}, kernels for {Kernels.Cpu.Tier}, {Rounds} interleaved rounds of {Runs} runs.
            Median: the median of the rounds' medians; least: the fastest run. Ratios are to OneBit, above 1 where OneBit is faster. {Environment.ProcessorCount} cores at {gigahertz:F2} GHz, load {LoadBefore:F1} at the start.

            | job | contender | median us | least us | median / OneBit | least / OneBit | MAC/cycle |
            |---|---|---:|---:|---:|---:|---:|

            """);
        if (LoadBefore > Environment.ProcessorCount)
            text.Replace("\n\n|", "\nThe machine was busy with other work: these are hints, and the fastest run is the better one.\n\n|");
        foreach (Race race in Races)
        {
            Contender first = race.Contenders[0];
            foreach (Contender c in race.Contenders)
                text.Append(CultureInfo.InvariantCulture, $"| {race.Job} | {c.Name} | {c.Median:F1} | {c.Least:F1} | {c.Median / first.Median:F2} | {c.Least / first.Least:F2} | {(race.MultiplyAccumulates > 0 ? $"{race.MultiplyAccumulates / c.Least / 1000 / gigahertz:F0}" : string.Empty)} |\n");
        }
        text.Append('\n');
        if (Starts.Count > 0)
            text.Append(StartTable());
        foreach (Race race in Races.Where(race => race.Facts.Count > 0))
            text.Append(CultureInfo.InvariantCulture, $"{race.Job} in OneBit: {string.Join(", ", race.Facts.Select(Words))}.\n");
        if (NativeBytes is { } bytes)
            text.Append(CultureInfo.InvariantCulture, $"The NativeAOT sample is a program of {bytes:N0} bytes.\n");
        return text.ToString();
    }

    private string StartTable()
    {
        var text = new StringBuilder("""
            New processes: load is Model.Load and CreateSession with its warm-up, first the first run behind it, steady the median of later ones. Least and median over the processes.

            | job | load ms, least | load ms | first us | steady us | first / steady |
            |---|---:|---:|---:|---:|---:|

            """);
        foreach (Starts s in Starts)
            text.Append(CultureInfo.InvariantCulture, $"| {s.Job} | {s.LeastLoad:F0} | {s.Load:F0} | {s.First:F0} | {s.Steady:F0} | {s.Ratio:F2} |\n");
        return text.Append('\n').ToString();
    }

    public string Json() => JsonSerializer.Serialize(
        new
        {
            cpu = Machine.Cpu,
            tier = Kernels.Cpu.Tier,
            cores = Environment.ProcessorCount,
            load_before = LoadBefore,
            threads = Threads,
            rounds = Rounds,
            runs = Runs,
            native_bytes = NativeBytes,
            starts = Starts.Select(s => new
            {
                job = s.Job,
                processes = s.Processes.Count,
                load_ms = Math.Round(s.Load, 1),
                min_load_ms = Math.Round(s.LeastLoad, 1),
                first_us = Math.Round(s.First, 1),
                steady_us = Math.Round(s.Steady, 1),
                first_over_steady = Math.Round(s.Ratio, 2),
            }),
            races = Races.Select(race => new
            {
                job = race.Job,
                contenders = race.Contenders.Select(c => new { name = c.Name, median_us = Math.Round(c.Median, 1), min_us = Math.Round(c.Least, 1) }),
                facts = race.Facts.ToDictionary(fact => $"{fact.Name.Replace(' ', '_')}_{fact.Unit}", fact => Math.Round(fact.Value, 1)),
            }),
        },
        Indented) + "\n";

    private static string Words(Fact fact) => string.Create(CultureInfo.InvariantCulture, $"{fact.Name} {(fact.Unit == "bytes" ? $"{fact.Value:N0}" : fact.Unit == "times" ? $"{fact.Value:F2}" : $"{fact.Value:F1}")} {fact.Unit}");
}
