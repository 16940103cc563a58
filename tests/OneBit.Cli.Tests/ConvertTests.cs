using System.IO.Compression;
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
        File.CreateSymbolicLink(scratch["link.h5"], "model.h5");
        Tool.Run("convert", scratch["link.h5"], "-o", model).Refused(1, "is the model itself");
        string customs = scratch.Write("c.json", "{}"u8.ToArray());
        Tool.Run("convert", model, "-o", customs, "--custom", customs).Refused(1, "c.json", "is read");
        string weights = scratch.Write("w.h5", Earlier);
        Tool.Run("convert", model, "-o", scratch["m"], "--weights", weights, "--report", weights).Refused(1, "w.h5", "is read");
        Assert.Equal(Earlier, File.ReadAllBytes(model));
        Assert.Equal(Earlier, File.ReadAllBytes(weights));
    }

    [Fact]
    public void A_folder_that_takes_no_files_is_refused_before_the_work()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "there is no folder here that takes no files from anybody");
        using var scratch = new Scratch();
        string damaged = scratch.Write("model.h5", Earlier), source = Recorded("chain_two_valid", "model.h5");
        Tool.Run("convert", damaged, "-o", "/proc/m.tflite").Refused(1, "/proc/m.tflite: cannot be written");
        Tool.Run("convert", damaged, "-o", scratch["m.tflite"], "--report", "/proc/report.json").Refused(1, "/proc/report.json: cannot be written");
        Tool.Run("convert", source, "-o", "/proc/m.tflite", "--dump-after", "all", scratch["dumps"]).Refused(1, "cannot be written");
        Tool.Run("convert", damaged, "-o", scratch["m.tflite"], "--dump-after", "all", "/proc/self").Refused(1, "/proc/self: the output folder cannot be made or written to");
        Assert.Equal([damaged], Directory.EnumerateFileSystemEntries(scratch.Folder));
    }

    [Fact]
    public void A_link_stays_a_link_and_a_device_a_device()
    {
        Assert.SkipUnless(Directory.Exists("/dev"), "there are no device files here");
        using var scratch = new Scratch();
        scratch.Write("m.tflite", Earlier);
        File.CreateSymbolicLink(scratch["link.tflite"], "m.tflite");
        Tool.Run("convert", Recorded("chain_two_valid", "model.h5"), "-o", scratch["link.tflite"]).Succeeded();
        Assert.Equal("m.tflite", new FileInfo(scratch["link.tflite"]).LinkTarget);
        Assert.True(new FileInfo(scratch["m.tflite"]).Length > Earlier.Length);
        Tool.Run("convert", Recorded("chain_two_valid", "model.h5"), "-o", "/dev/null").Succeeded();
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    [Fact]
    public void What_is_no_model_is_refused_with_what_it_is()
    {
        using var scratch = new Scratch();
        string empty = scratch.Write("empty.h5", []);
        Tool.Run("convert", empty, "-o", scratch["m"]).Refused(1, "is empty", ".keras");
        Tool.Run("inspect", empty).Refused(1, "is empty", ".keras");
        Tool.Run("convert", scratch.Folder, "-o", scratch["m"]).Refused(1, "is a folder");
        scratch.Write("saved_model.pb", Earlier);
        Tool.Run("convert", scratch.Folder, "-o", scratch["m"]).Refused(1, "SavedModel", ".keras");
    }

    [Fact]
    public void An_architecture_without_its_weights_says_so()
    {
        using var scratch = new Scratch();
        string model = Recorded("chain_two_valid", "model.keras");
        string architecture = scratch.Write("a.json", Entry(model, "config.json"));
        Tool.Run("convert", architecture, "-o", scratch["m"]).Refused(1, "conv_a", "--weights");
        Tool.Run("convert", architecture, "-o", scratch["m"], "--weights", Recorded("chain_quicknet_mini", "model.h5")).Refused(1, "conv_a", "kernel");
        string weights = scratch.Write("w.weights.h5", Entry(model, "model.weights.h5"));
        Tool.Run("convert", weights, "-o", scratch["m"]).Refused(1, "no architecture");
        Tool.Run("convert", architecture, "-o", scratch["m"], "--weights", weights).Succeeded();
        Tool.Run("validate", model, scratch["m"]).Succeeded();
    }

    [Fact]
    public void Open_dimensions_are_fixed_on_request_and_run_as_they_come()
    {
        using var scratch = new Scratch();
        string model = Recorded("refused_dynamic_hw_same1", "model.h5"), images = Recorded("refused_dynamic_hw_same1", "in_0.npy");
        foreach (string target in (string[])["onebit", "lce"])
        {
            ToolResult open = Tool.Run("convert", model, "-o", scratch["open"], "--target", target, "--report", scratch["report"], "--verify");
            open.Succeeded();
            string line = Assert.Single(open.Error.TrimEnd().Split('\n'));
            Assert.All(["'image' [1,?,?,16]", "--input-shape 1,H,W,16"], part => Assert.Contains(part, line, StringComparison.Ordinal));
            Assert.Contains("[1,?,?,16]", JsonDocument.Parse(File.ReadAllBytes(scratch["report"])).RootElement.GetProperty("open_sizes").GetString(), StringComparison.Ordinal);
            Tool.Run("run", scratch["open"], "--input", images, "--output-dir", scratch[target]).Succeeded();
            Assert.Equal(-1, Tool.Run("inspect", scratch["open"], "--json").Json().GetProperty("inputs")[0].GetProperty("shape")[1].GetInt32());
            Tool.Run("validate", model, scratch["open"]).Succeeded();
        }
        Tool.Run("convert", model, "-o", scratch["m"], "--input-shape", "1,?,7,16").Succeeded();
        Assert.Equal(7, Tool.Run("inspect", scratch["m"], "--json").Json().GetProperty("inputs")[0].GetProperty("shape")[2].GetInt32());
        Tool.Run("run", scratch["m"], "--input", images, "--output-dir", scratch["out"]).Refused(1, "[1,?,7,16]");
        Tool.Run("convert", model, "-o", scratch["m"], "--input-shape", "1,6,7,32").Refused(1, "[?,?,?,16]", "[1,6,7,32]");
        Tool.Run("convert", model, "-o", scratch["m"], "--input-shape", "1,6,7,16", "--input-shape", "1,6,7,16").Refused(1, "1 input", "2 shapes");
        Tool.Run("convert", model, "-o", scratch["m"], "--input-shape", "1,6,7,16").Succeeded();
        Tool.Run("validate", model, scratch["m"]).Succeeded();
        Tool.Run("run", model, "--input", Recorded("refused_dynamic_hw_same1", "in_0.npy"), "--output-dir", scratch["out"]).Succeeded();
        JsonElement inspected = Tool.Run("inspect", model, "--input-shape", "1,6,7,16", "--json").Json();
        Assert.Equal(6, inspected.GetProperty("inputs")[0].GetProperty("shape")[1].GetInt32());
        Tool.Run("inspect", scratch["m"], "--input-shape", "1,6,7,16").Refused(1, "--input-shape");
    }

    [Fact]
    public void Models_of_other_inputs_are_not_compared() =>
        Tool.Run("validate", Recorded("chain_two_valid", "model.h5"), Recorded("uni_dense_head", "model.h5")).Refused(1, "different inputs");

    [Fact]
    public void Several_problems_of_a_model_are_numbered()
    {
        using var scratch = new Scratch();
        string text = Encoding.UTF8.GetString(Entry(Recorded("chain_two_valid", "model.keras"), "config.json"));
        string architecture = scratch.Write("a.json", Encoding.UTF8.GetBytes(text.Replace("QuantConv2D", "MyConv", StringComparison.Ordinal).Replace("BatchNormalization", "MyNorm", StringComparison.Ordinal)));
        Tool.Run("convert", architecture, "-o", scratch["m"]).Refused(1, "(1) 'conv_a'", "'MyConv'", "(2) 'bn_a'", "'MyNorm'", "--custom");
    }

    [Fact]
    public void Commands_and_custom_objects_in_the_readme_are_understood()
    {
        using var scratch = new Scratch();
        string readme = File.ReadAllText(Path.Combine(Shared.Repository, "README.md")).ReplaceLineEndings("\n");
        string[] lines = [.. readme.Split('\n').Where(line => line.StartsWith("onebit convert ", StringComparison.Ordinal))];
        Assert.NotEmpty(lines);
        string json = readme.Split("```json\n")[1].Split("```")[0];
        string customs = scratch.Write("customs.json", Encoding.UTF8.GetBytes(json));
        foreach (string line in lines)
        {
            string[] words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
            Tool.Run([.. words.Select(word => word == "customs.json" ? customs : word.StartsWith("model.", StringComparison.Ordinal) ? scratch[word] : word)]).Refused(1, "the model cannot be read", "does not exist");
        }
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
        Tool.Run("convert", "model.h5", "-o", "").Refused(2, "--output is empty");
        Tool.Run("convert", "", "-o", "m").Refused(2, "MODEL is empty");
        Tool.Run("run", "", "--input", "x", "--output-dir", "d").Refused(2, "MODEL is empty");
        Tool.Run("convert", "model.h5", "-o", "m", "--target", "moon").Refused(2, "moon");
        Tool.Run("convert", "model.h5", "-o", "m", "--input-shape", "1,a,3").Refused(2, "--input-shape");
        Tool.Run("convert", "model.h5", "-o", "m", "--stop-after", "polish").Refused(2, "polish", "import");
        Tool.Run("convert", "model.h5", "-o", "m", "--dump-after", "polish", "d").Refused(2, "polish", "all");
        Tool.Run("convert", "model.h5", "-o", "m", "--kernel-tolerance", "-1").Refused(2, "--kernel-tolerance");
        Tool.Run("convert", "model.h5", "-o", "m", "--target", "onebit", "--exact-float").Refused(2, "--exact-float");
    }

    private static byte[] Entry(string archive, string name)
    {
        using ZipArchive zip = ZipFile.OpenRead(archive);
        using Stream entry = zip.GetEntry(name)!.Open(); // recorded with all of them
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>A file of a recorded case; skips the test where there is none.</summary>
    private static string Recorded(string name, string file) => Shared.Path("golden", "convert", name, file);
}
