using System.Diagnostics;

namespace OneBit.Cli.Output;

/// <summary>Times of equal runs, in microseconds, sorted.</summary>
internal sealed class Measurement
{
    private readonly double[] microseconds;

    private Measurement(double[] microseconds)
    {
        Array.Sort(microseconds);
        this.microseconds = microseconds;
    }

    /// <summary>The fastest run.</summary>
    public double Min => microseconds[0];

    /// <summary>The run in the middle.</summary>
    public double Median => microseconds[microseconds.Length / 2];

    /// <summary>Nine of ten runs are as fast.</summary>
    public double P90 => microseconds[(int)(microseconds.Length * 0.9)];

    /// <summary>Runs <paramref name="run"/> <paramref name="warmup"/> times unmeasured, then <paramref name="runs"/> times.</summary>
    public static Measurement Of(Terminal terminal, int warmup, int runs, Action run)
    {
        var times = new double[runs];
        PatientProgress.Run(terminal, "measuring", warmup + runs, i =>
        {
            long start = Stopwatch.GetTimestamp();
            run();
            if (i >= warmup)
                times[i - warmup] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        });
        return new Measurement(times);
    }
}
