namespace OneBit.Benchmarks;

/// <summary>One job, and those that do it: each line of the table compares with the first contender of its race.</summary>
/// <param name="Contenders">OneBit first.</param>
internal sealed record Race(params IReadOnlyList<Contender> Contenders) : IDisposable
{
    // So long does a round of short runs last; the stopwatch and the caches' first misses are small beside it.
    private const double LeastRoundUs = 2_000;

    /// <summary>What is to be said of the first contender besides its times.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>Multiply-accumulates of the job, where they are what it is about; else 0.</summary>
    public double MultiplyAccumulates { get; init; }

    /// <summary>Bytes that the job reads, where they are what it is about; else 0.</summary>
    public double Bytes { get; init; }

    /// <summary>Warms all contenders up, then lets them take turns, so that a change of the machine's speed meets all alike.</summary>
    public RaceResult Run(string job, int rounds, int runs)
    {
        double slowest = Contenders.Max(contender => contender.Measure(runs).Least);
        int enough = Math.Max(runs, (int)(LeastRoundUs / slowest));
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < Contenders.Count; i++)
                Contenders[(i + round) % Contenders.Count].Round(enough);
        }
        return new RaceResult(job, MultiplyAccumulates, Bytes, [.. Contenders.Select(c => c.Times)], Facts);
    }

    public void Dispose()
    {
        foreach (Contender contender in Contenders)
            contender.Dispose();
    }
}
