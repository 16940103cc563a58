using System.CommandLine;

namespace OneBit.Cli.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal abstract class ExampleCommand(string name, string description) : Command(name, description)
{
    /// <summary>Command lines to copy, each complete.</summary>
    public abstract IReadOnlyList<string> Examples { get; }
}
