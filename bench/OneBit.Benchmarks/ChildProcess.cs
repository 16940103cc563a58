using System.Diagnostics;

namespace OneBit.Benchmarks;

/// <summary>Programs that are started, waited for and read.</summary>
internal static class ChildProcess
{
    /// <summary>What a command writes to its standard output; its errors are seen as they come.</summary>
    /// <exception cref="InvalidOperationException">It cannot be started, or ends with another code than 0.</exception>
    public static string Output(string command, IEnumerable<string> arguments, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"cannot start {command}");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{command} ended with {process.ExitCode}");
    }

    /// <summary>The same of this program.</summary>
    public static string OutputOfThis(IEnumerable<string> arguments, params ReadOnlySpan<(string Name, string Value)> environment) =>
        Output("dotnet", ["exec", typeof(ChildProcess).Assembly.Location, .. arguments], environment);
}
