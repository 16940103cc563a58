using System.Diagnostics;
using Spectre.Console;

namespace OneBit.Cli.Output;

/// <summary>A progress bar on standard error; it appears once the work has taken a second, and only where a person sees it.</summary>
internal static class PatientProgress
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    /// <summary>Does parts 0 to <paramref name="count"/> - 1 in order.</summary>
    public static void Run(Terminal terminal, string what, int count, Action<int> part)
    {
        long start = Stopwatch.GetTimestamp();
        int done = 0;
        while (done < count && (!terminal.IsErrorInteractive || Stopwatch.GetElapsedTime(start) < terminal.Patience))
            part(done++);
        if (done < count)
            WithBar(terminal, what, done, count, part);
    }

    /// <summary>Does work that tells the share that is done.</summary>
    public static T Run<T>(Terminal terminal, string what, Func<IProgress<double>, T> work)
    {
        var done = new Latest();
        if (!terminal.IsErrorInteractive)
            return work(done);
        Task<T> task = Task.Run(() => work(done));
        if (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(terminal.Patience))
            WithBar(terminal, what, task, done);
        return task.GetAwaiter().GetResult();
    }

    private static void WithBar(Terminal terminal, string what, Task task, Latest done)
    {
        terminal.ErrorConsole().Progress().AutoClear(enabled: true).Start(context =>
        {
            ProgressTask bar = context.AddTask(what, maxValue: 1);
            while (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(Tick))
                bar.Value = done.Value;
        });
    }

    private static void WithBar(Terminal terminal, string what, int done, int count, Action<int> part)
    {
        terminal.ErrorConsole().Progress().AutoClear(enabled: true).Start(context =>
        {
            ProgressTask task = context.AddTask(what, maxValue: count);
            for (task.Value = done; done < count; task.Value = done)
                part(done++);
        });
    }

    /// <summary>What was told last.</summary>
    private sealed class Latest : IProgress<double>
    {
        private double value;

        public double Value => Volatile.Read(ref value);

        public void Report(double value) => Volatile.Write(ref this.value, value);
    }
}
