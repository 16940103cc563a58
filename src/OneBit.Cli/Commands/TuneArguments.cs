using System.CommandLine;
using OneBit.Cli.Tuning;
using OneBit.Runtime;

namespace OneBit.Cli.Commands;

/// <summary>The options by which a command measures the kernels of a model before it runs it.</summary>
internal sealed class TuneArguments
{
    private readonly Option<bool> tune = new("--tune") { Description = "try the kernels for each convolution and use the fastest; results are the same, and kept for later runs" };
    private readonly Option<string> folder = new("--tune-cache") { Description = $"where --tune keeps what it measured (default: {CacheFolder.Variable}, or the user's cache folder)", HelpName = "DIR" };

    /// <summary>The options that say what is meant.</summary>
    public TuneArguments() => CommonOptions.NotEmpty(folder);

    /// <summary>The options, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [tune, folder];

    /// <summary>Refuses contradictions, before the model is read.</summary>
    /// <exception cref="CommandLineException">There is one.</exception>
    public void Check(ParseResult line, Executor executor)
    {
        if (line.GetResult(folder) is not null && !line.GetValue(tune))
            throw new CommandLineException("--tune-cache goes with --tune.");
        if (line.GetValue(tune) && executor == Executor.Reference)
            throw new CommandLineException("--tune is for kernels, and --executor reference has none.");
    }

    /// <summary>Adds to <paramref name="options"/> the fastest kernels where <c>--tune</c> asks for them.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="terminal">Where warnings and progress go.</param>
    /// <param name="file">The model's file.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">How the model will be run.</param>
    /// <exception cref="InputException">There is no folder for what was measured.</exception>
    public SessionOptions Apply(ParseResult line, Terminal terminal, string file, Model model, SessionOptions options)
    {
        if (!line.GetValue(tune))
            return options;
        string cache = line.GetValue(folder) ?? CacheFolder.Default()
            ?? throw new InputException($"--tune has no folder for what it measures, as there is no home; name one with --tune-cache or {CacheFolder.Variable}");
        using Session session = model.CreateSession(options);
        if (session.Plan is { } plan)
            return options with { KernelChoices = KernelTuning.Choices(terminal, file, cache, plan.KernelJobs) };
        terminal.Error.WriteLine("onebit: warning: --tune does nothing here, as the model leaves shapes open until it runs");
        return options;
    }
}
