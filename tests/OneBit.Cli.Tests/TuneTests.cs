using System.Text.Json;

namespace OneBit.Cli.Tests;

/// <summary>Kernels that are tried on request, and what is shown of the choice. Nothing here depends on a time.</summary>
public sealed class TuneTests
{
    [Fact]
    public void Tuning_writes_what_it_measured_and_the_next_run_measures_nothing()
    {
        using var scratch = new Scratch();
        string[] line = ["benchmark", Tool.Model, "--runs", "1", "--warmup", "0", "--tune", "--tune-cache", scratch["cache"], "--json"];
        JsonElement first = Tool.Run(line).Json();
        string file = Assert.Single(Directory.GetFiles(scratch["cache"]));
        string written = File.ReadAllText(file);
        DateTime time = File.GetLastWriteTimeUtc(file);
        JsonElement second = Tool.Run(line).Json();
        Assert.Equal(time, File.GetLastWriteTimeUtc(file));
        Assert.Equal(Kernels(first), Kernels(second));
        Assert.Contains("binary-convolution 1x14x14x16 to 14x14x32, 3x3, pad 1x1: ", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_told_about_and_replaced()
    {
        using var scratch = new Scratch();
        string[] line = ["benchmark", Tool.Model, "--runs", "1", "--warmup", "0", "--tune", "--tune-cache", scratch.Folder];
        Tool.Run(line).Succeeded();
        string file = Assert.Single(Directory.GetFiles(scratch.Folder));
        File.WriteAllText(file, "OneBit kernel choices 1\n");
        ToolResult result = Tool.Run(line);
        result.Succeeded();
        Assert.StartsWith($"onebit: warning: {file} ", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("\n", File.ReadAllText(Assert.Single(Directory.GetFiles(scratch.Folder))), StringComparison.Ordinal);
        Assert.Empty(Tool.Run(line).Error);
    }

    [Fact]
    public void Tuned_runs_give_the_results_of_plain_ones_even_where_nothing_can_be_kept()
    {
        using var scratch = new Scratch();
        string blocked = scratch.Write("file", [1]);
        JsonElement plain = Tool.Run("run", Tool.Model, "--image", Tool.Boot, "--json").Json();
        ToolResult tuned = Tool.Run("run", Tool.Model, "--image", Tool.Boot, "--json", "--tune", "--tune-cache", Path.Combine(blocked, "below"));
        Assert.Equal(plain.GetRawText(), tuned.Json().GetRawText());
        Assert.Contains("cannot be written", tuned.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_lists_the_candidates_of_every_convolution_with_one_pick_each()
    {
        JsonElement result = Tool.Run("inspect", Tool.Model, "--kernels", "--json").Json();
        JsonElement[] convolutions = [.. result.GetProperty("convolutions").EnumerateArray()];
        Assert.Equal(["Conv2D", "BinaryConv2D", "BinaryConv2D", "BinaryConv2D"], convolutions.Select(c => c.GetProperty("op").GetString()));
        Assert.InRange(result.GetProperty("gigahertz").GetDouble(), 0.1, 20);
        Assert.All(convolutions, convolution =>
        {
            JsonElement[] candidates = [.. convolution.GetProperty("candidates").EnumerateArray()];
            Assert.Single(candidates, candidate => candidate.GetProperty("picked").GetBoolean());
            Assert.All(candidates, candidate =>
            {
                Assert.InRange(candidate.GetProperty("predicted_us").GetDouble(), 0.001, 1e9);
                Assert.InRange(candidate.GetProperty("measured_us").GetDouble(), 0.001, 1e9);
            });
        });
        Assert.Contains("measured us", Tool.Run("inspect", Tool.Model, "--kernels").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_assertion_judges_every_convolution_and_says_so_in_its_exit_code()
    {
        ToolResult result = Tool.Run("kernels", "--assert", "--json");
        JsonElement document = JsonDocument.Parse(result.Output).RootElement;
        JsonElement[] jobs = [.. document.GetProperty("jobs").EnumerateArray()];
        Assert.True(jobs.Length > 50);
        Assert.All(jobs, job =>
        {
            Assert.InRange(job.GetProperty("ratio").GetDouble(), 1, double.MaxValue);
            Assert.Equal(job.GetProperty("ratio").GetDouble() <= 1.15, job.GetProperty("holds").GetBoolean());
        });
        Assert.Equal(jobs.All(job => job.GetProperty("holds").GetBoolean()), document.GetProperty("holds").GetBoolean());
        Assert.Equal(document.GetProperty("holds").GetBoolean() ? 0 : 1, result.ExitCode);
    }

    [Fact]
    public void Options_that_contradict_each_other_end_with_2()
    {
        Tool.Run("benchmark", Tool.Model, "--tune-cache", "x").Refused(2, "--tune");
        Tool.Run("run", Tool.Model, "--image", Tool.Boot, "--tune", "--executor", "reference").Refused(2, "--tune");
        Tool.Run("inspect", Tool.Model, "--kernels", "--text").Refused(2, "--kernels");
    }

    private static IEnumerable<string?> Kernels(JsonElement benchmark) => benchmark.GetProperty("ops").EnumerateArray().Select(op => op.GetProperty("kernel").GetString());
}
