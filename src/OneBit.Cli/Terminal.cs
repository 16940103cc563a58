using Spectre.Console;

namespace OneBit.Cli;

/// <summary>Where a command writes: results to <see cref="Out"/>, everything else to <see cref="Error"/>.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool isErrorInteractive)
{
    private const int WidthOfFiles = 240;

    /// <summary>Standard output.</summary>
    public TextWriter Out { get; } = output;

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>True where a person sees <see cref="Error"/>, so that progress makes sense.</summary>
    public bool IsErrorInteractive { get; } = isErrorInteractive;

    /// <summary>How long work may take without a bar.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether a bar may be drawn; found out from what <see cref="Error"/> is where nothing else is said.</summary>
    public AnsiSupport Drawing { get; init; } = AnsiSupport.Detect;

    /// <summary>Standard error, to draw a bar on.</summary>
    public IAnsiConsole ErrorConsole() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Error),
        Ansi = Drawing,
        Interactive = Drawing == AnsiSupport.Yes ? InteractionSupport.Yes : InteractionSupport.Detect,
    });

    /// <summary>Writes a table to standard output; unwrapped where that is a file or a pipe.</summary>
    public void Write(Table table)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = WidthOfFiles;
        console.Write(table);
    }
}
