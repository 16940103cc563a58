using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace OneBit.Cli.Commands;

/// <summary>The usual help, then the command's examples.</summary>
internal sealed class ExamplesHelp(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Makes <c>--help</c> of <paramref name="root"/> and of everything below it show examples.</summary>
    public static void Install(RootCommand root)
    {
        foreach (HelpOption option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is HelpAction help)
                option.Action = new ExamplesHelp(help);
        }
    }

    /// <summary>As typed: <c>onebit run</c>.</summary>
    public static string PathOf(Command command) => command is RootCommand ? "onebit" : $"onebit {command.Name}";

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        IEnumerable<string> examples = parseResult.CommandResult.Command switch
        {
            ExampleCommand command => command.Examples,
            Command root => root.Subcommands.OfType<ExampleCommand>().Select(c => c.Examples[0]),
        };
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in examples)
            output.WriteLine($"  {example}");
        output.WriteLine();
        return code;
    }
}
