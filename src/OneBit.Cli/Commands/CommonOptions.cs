using System.CommandLine;
using System.CommandLine.Parsing;

namespace OneBit.Cli.Commands;

/// <summary>Arguments and options that several commands have, spelled the same everywhere.</summary>
internal static class CommonOptions
{
    private const int MaxThreads = 1024;

    /// <summary>A model file.</summary>
    public static Argument<string> Model(string name = "MODEL") => Named(name, "a .tflite, .h5 or .keras file");

    /// <summary>An argument that is the name of a file.</summary>
    public static Argument<string> Named(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result => RefuseEmpty(result, name));
        return argument;
    }

    /// <summary>Makes <paramref name="option"/> refuse an empty name.</summary>
    public static void NotEmpty(Option<string> option) => option.Validators.Add(result => RefuseEmpty(result, option.Name));

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "print JSON instead of a table" };

    /// <summary><c>--threads</c>.</summary>
    public static Option<int> Threads() => AtLeast(1, MaxThreads, new Option<int>("--threads") { Description = "threads that compute", DefaultValueFactory = _ => 1, HelpName = "N" });

    /// <summary><c>--executor</c>.</summary>
    public static Option<string> Executor()
    {
        var option = new Option<string>("--executor") { Description = "auto: this CPU's kernels; reference: plain loops, slow", DefaultValueFactory = _ => "auto" };
        option.AcceptOnlyFromAmong("auto", "reference");
        return option;
    }

    /// <summary><c>--max-memory</c>.</summary>
    public static Option<long> MaxMemory() => new("--max-memory")
    {
        Description = "the most that tensors, or one input file, may take; 2GiB by default",
        HelpName = "BYTES|2GiB",
        DefaultValueFactory = _ => new ModelOptions().MaxMemory,
        CustomParser = ParseSize,
    };

    /// <summary><c>--seed</c>.</summary>
    public static Option<int> Seed() => new("--seed") { Description = "seed of random inputs", DefaultValueFactory = _ => 0, HelpName = "N" };

    /// <summary><paramref name="option"/>, refusing values outside the range.</summary>
    public static Option<int> AtLeast(int least, int most, Option<int> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && (value < least || value > most))
                result.AddError($"{option.Name} is {value}; expected {least} to {most}.");
        });
        return option;
    }

    /// <summary>What <see cref="Executor()"/> said.</summary>
    public static Executor ExecutorOf(string? word) => word == "reference" ? OneBit.Executor.Reference : OneBit.Executor.Auto;

    private static void RefuseEmpty(SymbolResult result, string name)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0))
            result.AddError($"{name} is empty; expected the name of a file.");
    }

    private static long ParseSize(ArgumentResult result)
    {
        if (result.Tokens.Count == 1 && ByteSize.TryParse(result.Tokens[0].Value, out long bytes))
            return bytes;
        result.AddError($"--max-memory is '{string.Join(' ', result.Tokens.Select(t => t.Value))}'; expected a number of bytes, as 500000000 or 2GiB.");
        return 0;
    }
}
