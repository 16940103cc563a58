using System.ComponentModel;
using System.Diagnostics;

namespace OneBit.Sabotage;

/// <summary>A copy of the repository's tracked files in which code is broken, built and tested.</summary>
internal sealed class Workspace : IDisposable
{
    private static readonly TimeSpan WallLimit = TimeSpan.FromMinutes(10);
    private readonly string repository;

    public Workspace(string repository)
    {
        this.repository = repository;
        Folder = Directory.CreateTempSubdirectory("sabotage-").FullName;
        if (Run(repository, TimeSpan.MaxValue, "git", "checkout-index", "--all", $"--prefix={Folder}/").ExitCode != 0)
            throw new InvalidOperationException("cannot copy the tracked files");
    }

    public string Folder { get; }

    /// <summary>Builds the tests with everything under them.</summary>
    public bool BuildsTests(Target target) => Run(Folder, TimeSpan.MaxValue, "dotnet", ["build", "-c", "Release", "-v", "q", "-nologo", .. Quick, $"tests/{target.Tests}"]).ExitCode == 0;

    /// <summary>Builds the one project of the target and puts it beside its tests.</summary>
    public bool Builds(Target target)
    {
        if (Run(Folder, TimeSpan.MaxValue, "dotnet", ["build", "-c", "Release", "-v", "q", "-nologo", "--no-restore", "--no-dependencies", .. Quick, $"src/{target.Project}"]).ExitCode != 0)
            return false;
        File.Copy(Path.Combine(Output("src", target.Project), $"{target.Project}.dll"), Path.Combine(Output("tests", target.Tests), $"{target.Project}.dll"), overwrite: true);
        return true;
    }

    /// <summary>What the tests say of the code as it is now, and how much time of the processor they took.</summary>
    public (Verdict Verdict, TimeSpan Processor) Test(Target target, IEnumerable<string> arguments, TimeSpan limit)
    {
        (int? exitCode, TimeSpan processor) = Run(Folder, limit, Path.Combine(Output("tests", target.Tests), target.Tests), [.. arguments, "-stopOnFail"]);
        return (exitCode switch { 0 => Verdict.Survived, null => Verdict.TimedOut, _ => Verdict.Killed }, processor);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // A compiler server of its own has the priority of this process.
    private static string[] Quick => ["-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false", "-p:UseSharedCompilation=true", $"-p:SharedCompilationId=sabotage-{Environment.ProcessId}"];

    private string Output(string kind, string project) => Path.Combine(Folder, kind, project, "bin", "Release", "net10.0");

    /// <summary>The exit code, null where a limit ended it: one on the time of the processor, which a busy machine does not stretch, and a generous one on that of the clock.</summary>
    private (int? ExitCode, TimeSpan Processor) Run(string folder, TimeSpan limit, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        string shared = Path.GetFullPath(Path.Combine(repository, "..", "shared"));
        if (Directory.Exists(shared))
            start.Environment["ONEBIT_SHARED"] = shared;
        start.Environment["ONEBIT_REPOSITORY"] = Folder;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"cannot start {command}");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var clock = Stopwatch.StartNew();
        TimeSpan processor = TimeSpan.Zero;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(200)))
        {
            processor = Processor(process) ?? processor;
            if (processor <= limit && clock.Elapsed <= WallLimit)
                continue;
            process.Kill(entireProcessTree: true);
            return (null, processor);
        }
        return (process.ExitCode, processor);
    }

    private static TimeSpan? Processor(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            return null; // It ended meanwhile.
        }
    }
}
