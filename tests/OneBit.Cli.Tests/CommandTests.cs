using System.Text.Json;

namespace OneBit.Cli.Tests;

public sealed class CommandTests
{
    [Theory]
    [InlineData("convert")]
    [InlineData("run")]
    [InlineData("inspect")]
    [InlineData("benchmark")]
    [InlineData("validate")]
    [InlineData("kernels")]
    public void Help_ends_with_examples(string command)
    {
        ToolResult result = Tool.Run(command, "--help");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"Examples:\n  onebit {command}", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_a_number()
    {
        ToolResult result = Tool.Run("--version");
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", result.Output);
    }

    [Fact]
    public void Inspect_lists_every_op_with_its_work()
    {
        JsonElement model = Tool.Run("inspect", Tool.Model, "--json").Json();
        JsonElement[] ops = [.. model.GetProperty("ops").EnumerateArray()];
        Assert.Equal(3, ops.Count(op => op.GetProperty("op").GetString() == "BinaryConv2D"));
        Assert.Equal(Enumerable.Range(0, ops.Length), ops.Select(op => op.GetProperty("index").GetInt32()));
        Assert.All(ops, op => Assert.True(op.TryGetProperty("attributes", out _) && op.TryGetProperty("inputs", out _) && op.TryGetProperty("outputs", out _)));
        Assert.Equal(2_396_160, model.GetProperty("totals").GetProperty("macs").GetProperty("binary").GetInt64());
        Assert.Equal("image", model.GetProperty("inputs")[0].GetProperty("signature_name").GetString());
    }

    [Fact]
    public void Inspect_shows_the_text_form_and_a_table()
    {
        Assert.StartsWith("graph @main(", Tool.Run("inspect", Tool.Model, "--text").Output, StringComparison.Ordinal);
        Assert.Contains("2,396,160", Tool.Run("inspect", Tool.Model).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Benchmark_tells_times_memory_and_ops()
    {
        JsonElement result = Tool.Run("benchmark", Tool.Model, "--runs", "3", "--warmup", "1", "--threads", "2", "--json").Json();
        Assert.Equal(3, result.GetProperty("runs").GetInt32());
        Assert.Equal(2, result.GetProperty("threads").GetInt32());
        Assert.InRange(result.GetProperty("min_us").GetDouble(), 0.1, result.GetProperty("median_us").GetDouble());
        Assert.InRange(result.GetProperty("p90_us").GetDouble(), result.GetProperty("median_us").GetDouble(), double.MaxValue);
        Assert.InRange(result.GetProperty("arena_bytes").GetInt64(), 1, 1_000_000);
        Assert.InRange(result.GetProperty("weights_bytes").GetInt64(), 1, 16_088);
        Assert.All(result.GetProperty("ops").EnumerateArray(), op => Assert.InRange(op.GetProperty("us").GetDouble(), 0, double.MaxValue));
        Assert.Equal(2_396_160, result.GetProperty("ops").EnumerateArray().Sum(op => op.GetProperty("binary_macs").GetInt64()));
    }

    [Fact]
    public void A_model_equals_itself_on_either_executor() =>
        Assert.True(Tool.Run("validate", Tool.Model, Tool.Model, "--executor-b", "reference", "--json").Json().GetProperty("within_tolerance").GetBoolean());

    [Fact]
    public void Validate_ends_with_1_where_the_difference_is_larger_than_allowed()
    {
        using var scratch = new Scratch();
        byte[] bytes = File.ReadAllBytes(Tool.Model);
        int exponent = Array.FindIndex(bytes, 4096, b => b == 0x3f);
        bytes[exponent] = 0x41;
        ToolResult result = Tool.Run("validate", Tool.Model, scratch.Write("changed.tflite", bytes), "--tolerance", "1e-6", "--json");
        Assert.Equal(1, result.ExitCode);
        Assert.False(JsonDocument.Parse(result.Output).RootElement.GetProperty("within_tolerance").GetBoolean());
    }

    [Fact]
    public void Kernels_are_listed_with_exactly_one_picked_per_family()
    {
        JsonElement families = Tool.Run("kernels", "--json").Json().GetProperty("families");
        Assert.Contains(families.EnumerateArray(), f => f.GetProperty("variable").GetString() == "ONEBIT_KERNEL_BINARY_CONVOLUTION");
        Assert.All(families.EnumerateArray(), f => Assert.Single(f.GetProperty("kernels").EnumerateArray(), k => k.GetProperty("picked").GetBoolean()));
    }

    [Fact]
    public void Wrong_command_lines_end_with_2()
    {
        Tool.Run().Refused(2);
        Tool.Run("dance").Refused(2, "dance");
        Tool.Run("inspect", Tool.Model, "--json", "--text").Refused(2, "exclude");
        Tool.Run("benchmark", Tool.Model, "--runs", "0").Refused(2, "--runs");
        Tool.Run("validate", Tool.Model, Tool.Model, "--tolerance", "-1").Refused(2, "--tolerance");
    }

    [Fact]
    public void A_model_that_needs_more_memory_than_allowed_is_refused() =>
        Tool.Run("benchmark", Tool.Model, "--max-memory", "1KiB").Refused(1);
}
