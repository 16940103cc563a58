using System.Text;
using System.Text.Json;
using OneBit.Testing;

namespace OneBit.Cli.Tests;

public sealed class ConvertTests
{
    private static readonly byte[] Earlier = "what was there before"u8.ToArray();

    [Fact]
    public void A_Keras_model_becomes_a_file_that_runs_with_a_row_per_layer()
    {
        using var scratch = new Scratch();
        string model = Recorded("chain_two_valid", "model.h5");
        ToolResult result = Tool.Run("convert", model, "-o", scratch["m.tflite"], "--report", scratch["report.json"], "--verify");
        result.Succeeded();
        Assert.Contains("conv_b", result.Output, StringComparison.Ordinal);
        Assert.Contains("float", result.Output, StringComparison.Ordinal);
        Assert.Contains("flipped arg-max", result.Output, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(File.ReadAllText(scratch["report.json"])).RootElement;
        Assert.Equal(new FileInfo(scratch["m.tflite"]).Length, report.GetProperty("bytes").GetInt64());
        Assert.Contains(report.GetProperty("layers").EnumerateArray(), layer => layer.GetProperty("binarized").GetBoolean());
        Tool.Run("run", scratch["m.tflite"], "--input", Recorded("chain_two_valid", "in_0.npy"), "--output-dir", scratch["out"]).Succeeded();
        Assert.Equal(["m.tflite", "out", "report.json"], Directory.EnumerateFileSystemEntries(scratch.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void JSON_is_alone_on_standard_output()
    {
        using var scratch = new Scratch();
        JsonElement report = Tool.Run("convert", Recorded("chain_two_valid", "model.keras"), "-o", scratch["m.tflite"], "--json", "--verify").Json();
        Assert.Equal("lce", report.GetProperty("target").GetString());
        Assert.Equal(JsonValueKind.Number, report.GetProperty("verify")[0].GetProperty("edges").GetProperty("max_abs").ValueKind);
    }

    [Fact]
    public void The_graph_can_be_looked_at_halfway()
    {
        using var scratch = new Scratch();
        ToolResult result = Tool.Run("convert", Recorded("chain_two_valid", "model.h5"), "--stop-after", "import", "--dump-after", "all", scratch["dumps"]);
        result.Succeeded();
        Assert.StartsWith("graph @", result.Output, StringComparison.Ordinal);
        Assert.Contains("TwoLevelQuantize", File.ReadAllText(Path.Combine(scratch["dumps"], "00-import.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_imported_model_runs_and_is_inspected_unconverted()
    {
        using var scratch = new Scratch();
        string model = Recorded("uni_where_ge_half_same0_bn_relu_c32", "model.keras");
        string customs = Shared.Path("golden", "convert", "customs.json");
        Tool.Run("run", model, "--custom", customs, "--input", Recorded("uni_where_ge_half_same0_bn_relu_c32", "in_0.npy"), "--output-dir", scratch["out"]).Succeeded();
        Tool.Run("inspect", model, "--quantizer", "where_ge_half=threshold:0.5,levels:0:1,nan:below", "--json").Json();
        Tool.Run("inspect", model, "--json").Refused(1, "where_ge_half", "--quantizer");
    }

    [Fact]
    public void A_failed_conversion_touches_nothing()
    {
        using var scratch = new Scratch();
        string output = scratch.Write("m.tflite", Earlier);
        string damaged = scratch.Write("damaged.h5", [0x89, .. "HDF\r\n"u8, 0x1a, (byte)'\n', 0, 1, 2, 3]);
        Tool.Run("convert", damaged, "-o", output, "--report", scratch["report.json"]).Refused(1, damaged);
        Tool.Run("convert", scratch["absent.h5"], "-o", output).Refused(1, "absent.h5", "does not exist");
        Tool.Run("convert", scratch.Write("notes.txt", "no model"u8.ToArray()), "-o", output).Refused(1, "notes.txt");
        Assert.Equal(Earlier, File.ReadAllBytes(output));
        Assert.Equal(["damaged.h5", "m.tflite", "notes.txt"], Directory.EnumerateFiles(scratch.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Strictness_ends_with_1_and_writes_nothing()
    {
        using var scratch = new Scratch();
        ToolResult result = Tool.Run("convert", Recorded("chain_binary_weights_only", "model.h5"), "-o", scratch["n.tflite"], "--report", scratch["n.json"], "--strict", "--stop-after", "binarize-for-lce");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("--strict", result.Error, StringComparison.Ordinal);
        Assert.Contains("input-not-quantized", result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch.Folder));
    }

    [Fact]
    public void Places_that_cannot_be_written_are_refused_before_the_work()
    {
        using var scratch = new Scratch();
        string model = scratch.Write("model.h5", Earlier);
        Tool.Run("convert", model, "-o", scratch["no/such/m.tflite"]).Refused(1, "does not exist");
        Tool.Run("convert", model, "-o", scratch.Folder).Refused(1, "folder");
        Tool.Run("convert", model, "-o", model).Refused(1, "is the model itself");
        Tool.Run("convert", model, "-o", scratch["m"], "--report", scratch["m"]).Refused(1, "one file");
        Assert.Equal(Earlier, File.ReadAllBytes(model));
    }

    [Fact]
    public void Custom_objects_that_mean_nothing_are_refused()
    {
        using var scratch = new Scratch();
        string model = scratch.Write("model.h5", Earlier);
        string file = scratch.Write("c.json", Encoding.UTF8.GetBytes("""{"quantizers": {"Q": {"threshold": 0, "levels": [1, 1]}}}"""));
        Tool.Run("convert", model, "-o", scratch["m"], "--custom", file).Refused(1, "c.json", "'Q'", "levels");
        Tool.Run("convert", model, "-o", scratch["m"], "--custom", scratch["absent.json"]).Refused(1, "absent.json");
        Tool.Run("convert", model, "-o", scratch["m"], "--quantizer", "Q=threshold:0,levels:1:1").Refused(1, "two levels that differ");
        Tool.Run("convert", model, "-o", scratch["m"], "--quantizer", "Q=threshold:0").Refused(2, "NAME=threshold:T,levels:LO:HI");
    }

    [Fact]
    public void Wrong_command_lines_end_with_2()
    {
        Tool.Run("convert", "model.h5").Refused(2, "-o");
        Tool.Run("convert", "model.h5", "-o", "m", "--target", "moon").Refused(2, "moon");
        Tool.Run("convert", "model.h5", "-o", "m", "--input-shape", "1,a,3").Refused(2, "--input-shape");
        Tool.Run("convert", "model.h5", "-o", "m", "--stop-after", "polish").Refused(2, "polish", "import");
        Tool.Run("convert", "model.h5", "-o", "m", "--dump-after", "polish", "d").Refused(2, "polish", "all");
        Tool.Run("convert", "model.h5", "-o", "m", "--kernel-tolerance", "-1").Refused(2, "--kernel-tolerance");
        Tool.Run("convert", "model.h5", "-o", "m", "--target", "onebit", "--exact-float").Refused(2, "--exact-float");
    }

    /// <summary>A file of a recorded case; skips the test where there is none.</summary>
    private static string Recorded(string name, string file) => Shared.Path("golden", "convert", name, file);
}
