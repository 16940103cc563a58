using System.Diagnostics;
using Spectre.Console;

namespace OneBit.Cli.Output;

/// <summary>A progress bar on standard error for work of many equal parts; it appears once the work has taken a second, and only where a person sees it.</summary>
internal static class PatientProgress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Does parts 0 to <paramref name="count"/> - 1 in order.</summary>
    public static void Run(Terminal terminal, string what, int count, Action<int> part)
    {
        long start = Stopwatch.GetTimestamp();
        int done = 0;
        while (done < count && (!terminal.IsErrorInteractive || Stopwatch.GetElapsedTime(start) < Patience))
            part(done++);
        if (done < count)
            WithBar(terminal, what, done, count, part);
    }

    private static void WithBar(Terminal terminal, string what, int done, int count, Action<int> part)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        console.Progress().AutoClear(enabled: true).Start(context =>
        {
            ProgressTask task = context.AddTask(what, maxValue: count);
            for (task.Value = done; done < count; task.Value = done)
                part(done++);
        });
    }
}
