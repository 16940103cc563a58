using System.Diagnostics;

namespace OneBit.Benchmarks;

/// <summary>OneBit on a .tflite file.</summary>
internal sealed class OneBitContender : Contender
{
    private readonly Model model;
    private readonly Session session;

    public OneBitContender(string path, int threads)
        : base("OneBit")
    {
        long start = Stopwatch.GetTimestamp();
        model = Model.Load(path);
        session = model.CreateSession(new SessionOptions { Threads = threads });
        LoadMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var random = new Random(1);
        foreach (ref float x in session.Input<float>(0))
            x = (float)(random.NextDouble() - 0.5);
        session.Run();
        FirstResultMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public double LoadMilliseconds { get; }

    public double FirstResultMilliseconds { get; }

    public long ArenaBytes => session.ArenaBytes;

    public override IEnumerable<double> Measure(int runs) => Repeat(runs, () => session.Run());

    public override void Dispose()
    {
        session.Dispose();
        model.Dispose();
    }
}
