using System.Diagnostics;

namespace OneBit.Sabotage;

/// <summary>A scratch checkout in which code is broken, built and tested.</summary>
internal sealed class Workspace : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);
    private readonly string repository;

    public Workspace(string repository)
    {
        this.repository = repository;
        Folder = Path.Combine(Path.GetTempPath(), $"sabotage-{Environment.ProcessId}");
        if (Run(repository, "git", "worktree", "add", "--detach", Folder, "HEAD") != 0)
            throw new InvalidOperationException("cannot make a scratch checkout");
    }

    public string Folder { get; }

    public bool Builds(string project) => Run(Folder, "dotnet", "build", "-c", "Release", "-v", "q", "-nologo", $"tests/{project}") == 0;

    /// <summary>True where the tests pass; a run that takes too long counts as a failure.</summary>
    public bool Passes(string project, IEnumerable<string> arguments) =>
        Run(Folder, Path.Combine(Folder, "tests", project, "bin", "Release", "net10.0", project), [.. arguments]) == 0;

    public void Dispose() => Run(repository, "git", "worktree", "remove", "--force", Folder);

    private int Run(string folder, string command, params string[] arguments)
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
        if (process.WaitForExit(TimeLimit))
            return process.ExitCode;
        process.Kill(entireProcessTree: true);
        return -1;
    }
}
