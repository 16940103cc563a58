using System.Text.Json.Serialization;

namespace OneBit.Benchmarks;

/// <summary>A number beside the times.</summary>
internal sealed record Fact(string Name, double Value, string Unit)
{
    /// <summary>Name of the bytes that a run allocates.</summary>
    public const string Allocated = "allocated per run";

    public override string ToString() => Unit switch
    {
        "bytes" => $"{Name} {Value:N0} bytes",
        "times" => $"{Name} {Value:F2} times",
        _ => $"{Name} {Value:F1} {Unit}",
    };
}

/// <summary>A contender's times.</summary>
internal sealed record Times(string Name, double MedianUs, double MinUs);

/// <summary>What came out of a race.</summary>
/// <param name="Job">Its job.</param>
/// <param name="MultiplyAccumulates">Of the job, or 0.</param>
/// <param name="Bytes">That the job reads, where this is what it is about; else 0.</param>
/// <param name="Contenders">OneBit first.</param>
/// <param name="Facts">Of the first contender.</param>
internal sealed record RaceResult(string Job, double MultiplyAccumulates, double Bytes, IReadOnlyList<Times> Contenders, IReadOnlyList<Fact> Facts)
{
    /// <summary>The median of OneBit.</summary>
    [JsonIgnore]
    public double OneBit => Contenders[0].MedianUs;

    /// <summary>The least median of those whose name contains the text; NaN where there is none.</summary>
    public double this[string contender] =>
        Contenders.Where(c => c.Name.Contains(contender, StringComparison.Ordinal)).Select(c => c.MedianUs).DefaultIfEmpty(double.NaN).Min();

    /// <summary>A fact's value; NaN where there is none.</summary>
    public double Fact(string name) => Facts.FirstOrDefault(fact => fact.Name == name)?.Value ?? double.NaN;
}

/// <summary>All races of one tier of the CPU on one number of threads.</summary>
internal sealed record Table(string Tier, int Threads, double Gigahertz, double LoadBefore, IReadOnlyList<RaceResult> Races);
