using System.CommandLine;
using System.Diagnostics;
using OneBit.Cli.Inputs;
using OneBit.Cli.Output;
using OneBit.IR;
using OneBit.Runtime;
using OneBit.Tensors;
using Spectre.Console;
using Profile = OneBit.Runtime.Profile;

namespace OneBit.Cli.Commands;

/// <summary><c>onebit benchmark</c>: how long a model takes.</summary>
internal sealed class BenchmarkCommand : ExampleCommand
{
    private const int ProfiledRuns = 20;

    private readonly Terminal terminal;
    private readonly Argument<string> model = CommonOptions.Model();
    private readonly Option<int> runs = CommonOptions.AtLeast(1, 10_000_000, new Option<int>("--runs") { Description = "runs that are measured", HelpName = "N", DefaultValueFactory = _ => 50 });
    private readonly Option<int> warmup = CommonOptions.AtLeast(0, 10_000_000, new Option<int>("--warmup") { Description = "runs before, which are not", HelpName = "N", DefaultValueFactory = _ => 10 });
    private readonly Option<bool> perOp = new("--per-op") { Description = "show the time of every op" };
    private readonly Option<int> seed = CommonOptions.Seed();
    private readonly Option<string> executor = CommonOptions.Executor();
    private readonly Option<int> threads = CommonOptions.Threads();
    private readonly TuneArguments tune = new();
    private readonly ImportArguments import = new();
    private readonly Option<long> maxMemory = CommonOptions.MaxMemory();
    private readonly Option<bool> json = CommonOptions.Json();

    public BenchmarkCommand(Terminal terminal)
        : base("benchmark", "Measures how long a model takes on random inputs.")
    {
        this.terminal = terminal;
        Add(model);
        foreach (Option option in (Option[])[threads, runs, warmup, perOp, seed, executor, .. tune.All, .. import.All, maxMemory, json])
            Add(option);
        SetAction(Execute);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "onebit benchmark model.tflite",
        "onebit benchmark model.tflite --threads 2 --runs 200 --per-op",
        "onebit benchmark model.tflite --tune --per-op",
        "onebit benchmark model.tflite --json",
    ];

    private int Execute(ParseResult line)
    {
        string file = line.GetRequiredValue(model);
        var modelOptions = new ModelOptions { MaxMemory = line.GetValue(maxMemory), Executor = CommonOptions.ExecutorOf(line.GetValue(executor)) };
        tune.Check(line, modelOptions.Executor);

        long start = Stopwatch.GetTimestamp();
        using Model loaded = ModelFile.Load(terminal, file, modelOptions, import.Read(line, modelOptions.MaxMemory));
        SessionOptions sessionOptions = tune.Apply(line, terminal, file, loaded, new SessionOptions { Threads = line.GetValue(threads) });
        using Session session = loaded.CreateSession(sessionOptions);
        double loadMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        Literal[] inputs = RandomInputs.For(session, line.GetValue(seed));
        int measured = line.GetValue(runs);
        // The first run copies the inputs in, and plans where shapes were open; the measured ones find all of it in place.
        session.Run((IReadOnlyList<Literal>)inputs);
        var times = Measurement.Of(terminal, line.GetValue(warmup), measured, () => session.Run());
        Profile? profile = line.GetValue(json) || line.GetValue(perOp) ? ProfileOf(loaded, sessionOptions, inputs, Math.Min(measured, ProfiledRuns)) : null;
        var result = new BenchmarkResult(file, sessionOptions.Threads, measured, loadMilliseconds, times, session, profile);
        if (line.GetValue(json))
            result.WriteJson(terminal);
        else
            result.WriteTable(terminal);
        return ExitCode.Fine;
    }

    private static Profile? ProfileOf(Model loaded, SessionOptions options, Literal[] inputs, int runs)
    {
        using Session profiled = loaded.CreateSession(options with { Profile = true });
        profiled.Run((IReadOnlyList<Literal>)inputs);
        profiled.Profile?.Reset();
        for (int i = 0; i < runs; i++)
            profiled.Run();
        return profiled.Profile;
    }
}
