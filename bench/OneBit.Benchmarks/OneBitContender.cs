using System.Diagnostics;

namespace OneBit.Benchmarks;

/// <summary>OneBit on a .tflite file.</summary>
internal sealed class OneBitContender : Contender
{
    private readonly Model model;
    private readonly Session session;

    public OneBitContender(string name, string path, int threads)
        : base(name)
    {
        long start = Stopwatch.GetTimestamp();
        model = Model.Load(path);
        session = model.CreateSession(new SessionOptions { Threads = threads });
        double load = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var random = new Random(1);
        foreach (ref float x in session.Input<float>(0))
            x = (float)(random.NextDouble() - 0.5);
        session.Run();
        double firstResult = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Facts = [new Fact("load", load, "ms"), new Fact("first result", firstResult, "ms"), new Fact("arena", session.ArenaBytes, "bytes"), new Fact("model file", new FileInfo(path).Length, "bytes")];
    }

    /// <summary>Loading and the first run count from a process that has compiled nothing yet.</summary>
    public IReadOnlyList<Fact> Facts { get; }

    public override RoundTime Measure(int runs) => Repeat(runs, () => session.Run());

    public override void Dispose()
    {
        session.Dispose();
        model.Dispose();
    }
}
