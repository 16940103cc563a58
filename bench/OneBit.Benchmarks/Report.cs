using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneBit.Benchmarks;

/// <summary>The goals and the tables, for people and as JSON for scripts.</summary>
internal sealed record Report(string Cpu, [property: JsonIgnore] CpuKind Kind, int Rounds, int Runs, [property: JsonPropertyOrder(1)] IReadOnlyList<Table> Tables)
{
    private const string Busy = " The machine was busy with other work: these are hints.";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public int Cores { get; } = Environment.ProcessorCount;

    /// <summary>Bytes of the NativeAOT sample, where it was published.</summary>
    public long? NativeBytes { get; init; }

    public IReadOnlyList<GoalResult> Goals => [.. Benchmarks.Goals.All.Select(goal => goal.In(Tables, Kind))];

    public string Json() => JsonSerializer.Serialize(this, Indented) + "\n";

    public string Markdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # {Cpu}

            `.ci/run bench`: {Rounds} interleaved rounds of {Runs} runs, on {Cores} cores.
            Median: the median of the rounds' medians; least: the fastest run. Ratios are to OneBit, above 1 where OneBit is faster.
            Per cent are of what the ports of the CPU allow the kernel, where that is known.

            ## Goals

            Medians of one thread. {Yardstick()}{(Tables.Any(IsBusy) ? Busy : string.Empty)}

            | work | goal | measured | where | |
            |---|---:|---:|---|---|

            """);
        foreach (GoalResult goal in Goals)
            text.Append(CultureInfo.InvariantCulture, $"| {goal.Work} | {(goal.IsMost ? '≤' : '≥')} {goal.Bound} {goal.Unit} | {(goal.Measured is { } measured ? $"{measured:0.##} {goal.Unit}" : string.Empty)} | {goal.Job} | {goal.Result} |\n");
        foreach (Table table in Tables)
            Append(text, table);
        if (NativeBytes is { } bytes)
            text.Append(CultureInfo.InvariantCulture, $"\nThe NativeAOT sample is a program of {bytes:N0} bytes.\n");
        return text.ToString();
    }

    private bool IsBusy(Table table) => table.LoadBefore > Cores;

    private string Yardstick() => Kind switch
    {
        CpuKind.IntelAvx512 => "The goals are those for Intel with AVX-512.",
        CpuKind.Zen5 => "The goals are those for Zen 5.",
        _ => "No goals are set for this CPU: those for Intel with AVX-512 are a yardstick.",
    };

    private void Append(StringBuilder text, Table table)
    {
        text.Append(CultureInfo.InvariantCulture, $"""

            ## {table.Threads} thread{(table.Threads == 1 ? string.Empty : "s")}, kernels for {table.Tier}

            {table.Gigahertz:F2} GHz, load {table.LoadBefore:F1} at the start.{(IsBusy(table) ? $"{Busy} The fastest run is the better one." : string.Empty)}

            | job | contender | median us | least us | median / OneBit | least / OneBit | rate of the fastest |
            |---|---|---:|---:|---:|---:|---:|

            """);
        foreach (RaceResult race in table.Races)
        {
            Times first = race.Contenders[0];
            foreach (Times c in race.Contenders)
                text.Append(CultureInfo.InvariantCulture, $"| {race.Job} | {c.Name} | {c.MedianUs:F1} | {c.MinUs:F1} | {c.MedianUs / first.MedianUs:F2} | {c.MinUs / first.MinUs:F2} | {Rate(race, c, table)} |\n");
        }
        foreach (RaceResult race in table.Races.Where(race => race.Facts.Count > 0))
            text.Append(CultureInfo.InvariantCulture, $"\n{race.Job} in OneBit: {string.Join(", ", race.Facts)}.\n");
    }

    private string Rate(RaceResult race, Times times, Table table)
    {
        double perCycle = race.MultiplyAccumulates / times.MinUs / 1000 / table.Gigahertz;
        return perCycle > 0 ? string.Create(CultureInfo.InvariantCulture, $"{perCycle:0.#} MAC/cycle{(PortLimit.Of(times.Name, Kind) is { } limit ? $", {perCycle / limit / table.Threads:P0}" : string.Empty)}")
            : race.Bytes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{race.Bytes / times.MinUs / 1000:0.#} GB/s")
            : string.Empty;
    }
}
