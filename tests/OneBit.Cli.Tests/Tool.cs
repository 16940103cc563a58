using System.Diagnostics;
using System.Text.Json;
using OneBit.Testing;

namespace OneBit.Cli.Tests;

/// <summary>What a run of the tool ended with.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output, which must be one JSON document and nothing else.</summary>
    public JsonElement Json()
    {
        Assert.True(ExitCode == 0, Error);
        return JsonDocument.Parse(Output).RootElement;
    }

    /// <summary>Checks that the tool did what it was asked for.</summary>
    public void Succeeded() => Assert.True(ExitCode == 0, $"exit {ExitCode}: {Error}");

    /// <summary>Checks that the tool ended with <paramref name="exitCode"/> and one sentence that holds <paramref name="words"/>.</summary>
    public void Refused(int exitCode, params ReadOnlySpan<string> words)
    {
        Assert.Equal(string.Empty, Output);
        Assert.True(exitCode == ExitCode, $"exit {ExitCode}: {Error}");
        Assert.StartsWith("onebit: ", Error, StringComparison.Ordinal);
        if (exitCode == 1)
            Assert.Single(Error.TrimEnd().Split('\n'));
        foreach (string word in words)
            Assert.Contains(word, Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
    }
}

/// <summary>The tool as scripts start it: <c>dotnet onebit.dll …</c>, a process of its own.</summary>
internal static class Tool
{
    public static string Model { get; } = Sample("bipolar-plain.tflite");

    public static string Boot { get; } = Sample("images/9-ankle-boot.png");

    public static string Sample(string path) => Path.Combine(Shared.Repository, "samples", "fashion", path);

    public static ToolResult Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "onebit.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), "the tool does not end");
        return new ToolResult(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}

/// <summary>A folder of its own for a test.</summary>
internal sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("onebit-cli-").FullName;

    public string this[string name] => Path.Combine(Folder, name);

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
