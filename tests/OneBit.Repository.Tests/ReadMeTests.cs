using System.Diagnostics;
using System.Text.RegularExpressions;
using OneBit.Testing;

namespace OneBit.Repository.Tests;

/// <summary>What README.md shows is what happens.</summary>
public sealed partial class ReadMeTests
{
    [Fact]
    public void The_program_in_the_readme_is_the_one_that_is_compiled_here()
    {
        string source = File.ReadAllText(Path.Combine(Shared.Repository, "tests", "OneBit.Repository.Tests", "ReadMeSnippet.cs"));
        string program = Assert.Single(Blocks("csharp"));
        foreach (string line in program.Split('\n').Where(l => l.Length > 0 && l != "using OneBit;"))
            Assert.Contains($"        {line}\n", source, StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_in_the_readme_prints_a_class()
    {
        string folder = Environment.CurrentDirectory;
        TextWriter output = Console.Out;
        using var printed = new StringWriter();
        try
        {
            Environment.CurrentDirectory = Shared.Repository;
            Console.SetOut(printed);
            ReadMeSnippet.Run();
        }
        finally
        {
            Console.SetOut(output);
            Environment.CurrentDirectory = folder;
        }
        Assert.Matches("^class [0-9] of 10\n$", printed.ToString());
    }

    [Fact]
    public void The_readme_names_the_two_commands_and_ci_runs_the_first()
    {
        string[] commands = Commands();
        Assert.Equal(2, commands.Length);
        Assert.Equal("dotnet test", commands[0]);
        Assert.Contains("dotnet test", File.ReadAllText(Path.Combine(Shared.Repository, ".ci", "run")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_in_the_readme_prints_what_the_readme_shows()
    {
        string[] words = Commands()[1].Split(' ');
        var start = new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Shared.Repository };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await error);
        Assert.Equal(Assert.Single(Blocks(string.Empty)).Trim(), output.ReplaceLineEndings("\n").Trim());
    }

    private static string[] Commands() => Blocks("sh")[0].Trim().Split('\n');

    private static List<string> Blocks(string language) =>
    [
        .. Fence().Matches(File.ReadAllText(Path.Combine(Shared.Repository, "README.md")).ReplaceLineEndings("\n"))
            .Where(m => m.Groups["language"].Value == language)
            .Select(m => m.Groups["text"].Value),
    ];

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();
}
