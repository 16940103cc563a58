using System.Diagnostics;

namespace OneBit.Benchmarks;

/// <summary>Something that can run the model; <see cref="Measure"/> gives the times of some runs, in microseconds.</summary>
internal abstract class Contender(string name) : IDisposable
{
    public string Name { get; } = name;

    /// <summary>Times of all rounds so far.</summary>
    public List<double> Times { get; } = [];

    public double Median => Times.Order().ElementAt(Times.Count / 2);

    public double Least => Times.Min();

    public abstract IEnumerable<double> Measure(int runs);

    public void Round(int runs) => Times.AddRange(Measure(runs));

    public abstract void Dispose();

    protected static IEnumerable<double> Repeat(int runs, Action run)
    {
        for (int i = 0; i < runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            yield return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
    }
}
