using System.Diagnostics;

namespace OneBit.Sabotage;

/// <summary>A copy of the repository's tracked files in which code is broken, built and tested.</summary>
internal sealed class Workspace : IDisposable
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(10);
    private readonly string repository;

    public Workspace(string repository)
    {
        this.repository = repository;
        Folder = Directory.CreateTempSubdirectory("sabotage-").FullName;
        if (Run(repository, BuildLimit, "git", "checkout-index", "--all", $"--prefix={Folder}/") != 0)
            throw new InvalidOperationException("cannot copy the tracked files");
    }

    public string Folder { get; }

    /// <summary>Builds the tests with everything under them.</summary>
    public bool BuildsTests(Target target) => Run(Folder, BuildLimit, "dotnet", ["build", "-c", "Release", "-v", "q", "-nologo", .. Quick, $"tests/{target.Tests}"]) == 0;

    /// <summary>Builds the one project of the target and puts it beside its tests.</summary>
    public bool Builds(Target target)
    {
        if (Run(Folder, BuildLimit, "dotnet", ["build", "-c", "Release", "-v", "q", "-nologo", "--no-restore", "--no-dependencies", .. Quick, $"src/{target.Project}"]) != 0)
            return false;
        File.Copy(Path.Combine(Output("src", target.Project), $"{target.Project}.dll"), Path.Combine(Output("tests", target.Tests), $"{target.Project}.dll"), overwrite: true);
        return true;
    }

    /// <summary>True where the tests pass; a run that takes longer than <paramref name="limit"/> counts as a failure.</summary>
    public bool Passes(Target target, IEnumerable<string> arguments, TimeSpan limit) =>
        Run(Folder, limit, Path.Combine(Output("tests", target.Tests), target.Tests), [.. arguments, "-stopOnFail"]) == 0;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string[] Quick => ["-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false", "-p:UseSharedCompilation=true"];

    private string Output(string kind, string project) => Path.Combine(Folder, kind, project, "bin", "Release", "net10.0");

    private int Run(string folder, TimeSpan limit, string command, params string[] arguments)
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
        if (process.WaitForExit(limit))
            return process.ExitCode;
        process.Kill(entireProcessTree: true);
        return -1;
    }
}
