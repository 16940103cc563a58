using System.Diagnostics;

namespace OneBit.Benchmarks;

/// <summary>OneBit on a .tflite file.</summary>
internal sealed class OneBitContender : Contender
{
    private static bool isFirst = true;

    private readonly Model model;
    private readonly Session session;

    public OneBitContender(string name, string path, int threads)
        : base(name)
    {
        long began = Stopwatch.GetTimestamp();
        model = Model.Load(path);
        session = model.CreateSession(new SessionOptions { Threads = threads });
        double load = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var random = new Random(1);
        foreach (ref float x in session.Input<float>(0))
            x = (float)(random.NextDouble() - 0.5);
        session.Run();
        double firstResult = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        Fact[] start = isFirst ? [new("load in a new process", load, "ms"), new("first result in a new process", firstResult, "ms")] : [new("load", load, "ms")];
        isFirst = false;
        Facts = [.. start, new Fact("arena", session.ArenaBytes, "bytes"), new Fact("arena over the most bytes that live at once", session.ArenaBytes / (double)session.Plan!.LiveBytes.Max(), "times"), new Fact("model file", new FileInfo(path).Length, "bytes")];
    }

    public IReadOnlyList<Fact> Facts { get; }

    public override RoundTime Measure(int runs) => Repeat(runs, () => session.Run());

    public override void Dispose()
    {
        session.Dispose();
        model.Dispose();
    }
}
