using System.Globalization;
using OneBit.Cli.Output;
using OneBit.IR;

namespace OneBit.Cli.Conversion;

/// <summary>Writes the graph's text behind one pass, or behind all: <c>00-import.txt</c>, <c>01-…</c>, numbered in their order.</summary>
internal sealed class GraphDumps
{
    /// <summary>The word for every pass.</summary>
    public const string All = "all";

    private readonly string pass;
    private readonly string folder;
    private int count;

    /// <exception cref="InputException">The folder cannot be made.</exception>
    public GraphDumps(string pass, string folder)
    {
        (this.pass, this.folder) = (pass, folder);
        OutputFolder.Create(folder);
    }

    /// <summary>Writes the graph where it is wanted.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void Write(string name, Graph graph)
    {
        int number = count++;
        if (pass != All && pass != name)
            return;
        string file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:00}-{name}.txt"));
        try
        {
            File.WriteAllText(file, GraphPrinter.Print(graph, new PrintOptions { Constants = LongConstants.Elided }));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: cannot be written ({FileErrors.Reason(e)})", e);
        }
    }
}
