namespace OneBit.Benchmarks;

/// <summary>One job, and those that do it: each line of the table compares with the first contender of its race.</summary>
/// <param name="Job">What is done, as in <c>QuickNetSmall</c>.</param>
/// <param name="Contenders">OneBit first.</param>
internal sealed record Race(string Job, IReadOnlyList<Contender> Contenders) : IDisposable
{
    private static readonly string[] LceModes = ["indirect", "default", "reference"];

    /// <summary>What is to be said of the first contender besides its times.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }

    /// <summary>A whole model: OneBit, Larq Compute Engine in its three modes, and ONNX Runtime on the same network without quantizers.</summary>
    public static Race OfModel(string name, string shared, int threads)
    {
        string model = Path.Combine(shared, "golden", "zoo", $"model-{name}", "model.tflite");
        string lce = Path.Combine(shared, "oracles", "lce", "lce-run");
        var oneBit = new OneBitContender(model, threads);
        Contender[] others =
        [
            .. LceModes.Select(mode => new LceContender(lce, model, mode, threads)),
            new OnnxContender(Path.Combine(shared, "golden", "peers", $"{name}-float.onnx"), threads),
        ];
        return new Race(name, [oneBit, .. others]) { Facts = oneBit.Facts };
    }

    /// <summary>Warms all contenders up, then lets them take turns, so that a change of the machine's speed meets all alike.</summary>
    public void Run(int rounds, int runs)
    {
        foreach (Contender contender in Contenders)
            _ = contender.Measure(runs);
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < Contenders.Count; i++)
                Contenders[(i + round) % Contenders.Count].Round(runs);
        }
    }

    public void Dispose()
    {
        foreach (Contender contender in Contenders)
            contender.Dispose();
    }
}

/// <summary>A number beside the times.</summary>
internal readonly record struct Fact(string Name, double Value, string Unit);
