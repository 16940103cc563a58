using System.Diagnostics;

namespace OneBit.Benchmarks;

/// <summary>OneBit on a .tflite file.</summary>
internal sealed class OneBitContender : Contender
{
    private const int AllocationRuns = 20;

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
        Facts =
        [
            new("load", load, "ms"),
            new(Fact.Allocated, Allocations(), "bytes"),
            new("arena", session.ArenaBytes, "bytes"),
            new("arena over the most bytes that live at once", session.ArenaBytes / (double)session.Plan!.LiveBytes.Max(), "times"),
            new("model file", new FileInfo(path).Length, "bytes"),
        ];
    }

    public IReadOnlyList<Fact> Facts { get; }

    public override RoundTime Measure(int runs) => Repeat(runs, () => session.Run());

    public override void Dispose()
    {
        session.Dispose();
        model.Dispose();
    }

    /// <summary>Bytes per run from and to the caller's memory, once warm.</summary>
    private double Allocations()
    {
        float[] input = session.Input<float>(0).ToArray(), output = new float[session.Output<float>(0).Length];
        session.Run(input, output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < AllocationRuns; i++)
            session.Run(input, output);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)AllocationRuns;
    }
}
