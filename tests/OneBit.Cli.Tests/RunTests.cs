using System.Text.Json;
using OneBit.Cli.Npy;
using OneBit.Tensors;

namespace OneBit.Cli.Tests;

public sealed class RunTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_picture_of_a_boot_is_an_ankle_boot()
    {
        JsonElement image = Tool.Run("run", Tool.Model, "--image", Tool.Boot, "--top", "3", "--json").Json().GetProperty("images")[0];
        JsonElement top = image.GetProperty("top");
        Assert.Equal(3, top.GetArrayLength());
        Assert.Equal("Ankle boot", top[0].GetProperty("label").GetString());
        Assert.InRange(top[0].GetProperty("probability").GetDouble(), 0.9, 1);
    }

    [Fact]
    public void Nine_of_the_ten_sample_pictures_at_least_are_named_rightly()
    {
        string[] files = [.. Directory.GetFiles(Tool.Sample("images")).Order(StringComparer.Ordinal)];
        JsonElement images = Tool.Run(["run", Tool.Model, "--top", "10", "--json", "--image", .. files]).Json().GetProperty("images");
        Assert.Equal(10, images.GetArrayLength());
        Assert.InRange(images.EnumerateArray().Where((image, i) => image.GetProperty("top")[0].GetProperty("index").GetInt32() == i).Count(), 9, 10);
        Assert.All(images.EnumerateArray(), image => Assert.Equal(1, image.GetProperty("top").EnumerateArray().Sum(g => g.GetProperty("probability").GetDouble()), 1e-6));
    }

    [Fact]
    public void Options_come_before_the_file_beside_the_model()
    {
        string labels = scratch.Write("labels.txt", [.. string.Join('\n', Enumerable.Range(0, 10).Select(i => $"kind {i}")).Select(c => (byte)c)]);
        ToolResult result = Tool.Run("run", Tool.Model, "--image", Tool.Boot, "--labels", labels, "--top", "1");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("kind 9", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 1, 28, 28, 1 }, new[] { 1, 10 })]
    [InlineData(new[] { 3, 28, 28, 1 }, new[] { 3, 10 })]
    [InlineData(new[] { 3, 1, 28, 28, 1 }, new[] { 3, 1, 10 })]
    public void Rows_are_concatenated_and_runs_are_stacked(int[] input, int[] output)
    {
        Tool.Run("run", Tool.Model, "--input", Array(input), "--output-dir", scratch["out"]).Succeeded();
        Literal result = NpyReader.Read(Path.Combine(scratch["out"], "output_0.npy"));
        Assert.Equal(Shape.Create(output), result.Type.Shape);
        Assert.Single(Directory.GetFiles(scratch["out"]));
    }

    [Theory]
    [InlineData("image")]
    [InlineData("serving_default_image:0")]
    public void Inputs_may_be_named_as_the_signature_or_the_tensor_is(string name) =>
        Tool.Run("run", Tool.Model, "--input", $"{name}={Array([1, 28, 28, 1])}", "--output-dir", scratch["out"]).Succeeded();

    [Fact]
    public void Both_executors_agree()
    {
        string x = Array([1, 28, 28, 1]);
        Tool.Run("run", Tool.Model, "--input", x, "--output-dir", scratch["a"], "--threads", "2").Succeeded();
        Tool.Run("run", Tool.Model, "--input", x, "--output-dir", scratch["b"], "--executor", "reference").Succeeded();
        float[] a = NpyReader.Read(Path.Combine(scratch["a"], "output_0.npy")).Values<float>().ToArray();
        float[] b = NpyReader.Read(Path.Combine(scratch["b"], "output_0.npy")).Values<float>().ToArray();
        Assert.All(a.Zip(b), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void Doubles_are_taken_where_floats_are_wanted() =>
        Tool.Run("run", Tool.Model, "--input", Save("x.npy", Literal.Of<double>([1, 28, 28, 1], new double[784])), "--output-dir", scratch["out"]).Succeeded();

    [Fact]
    public void Arrays_that_do_not_fit_are_refused_with_both_shapes()
    {
        Tool.Run("run", Tool.Model, "--input", Array([1, 27, 28, 1]), "--output-dir", scratch["out"]).Refused(1, "x.npy", "[1,27,28,1]", "[1,28,28,1]");
        Tool.Run("run", Tool.Model, "--input", Array([0, 28, 28, 1]), "--output-dir", scratch["out"]).Refused(1, "no rows");
        Tool.Run("run", Tool.Model, "--output-dir", scratch["out"]).Refused(1, "image: f32[1,28,28,1]");
        Tool.Run("run", Tool.Model, "--input", $"left={Array([1, 28, 28, 1])}", "--output-dir", scratch["out"]).Refused(1, "'left'");
    }

    [Fact]
    public void Files_that_are_missing_or_damaged_are_refused_by_name()
    {
        string text = scratch.Write("text.npy", "not an array"u8.ToArray());
        string cut = scratch.Write("cut.png", File.ReadAllBytes(Tool.Boot)[..100]);
        Tool.Run("run", Tool.Model, "--input", "nowhere.npy", "--output-dir", scratch["out"]).Refused(1, "nowhere.npy", "does not exist");
        Tool.Run("run", Tool.Model, "--input", text, "--output-dir", scratch["out"]).Refused(1, "text.npy", "not an .npy file");
        Tool.Run("run", Tool.Model, "--image", "nowhere.png").Refused(1, "nowhere.png", "does not exist");
        Tool.Run("run", Tool.Model, "--image", text).Refused(1, "text.npy", "not a picture");
        Tool.Run("run", Tool.Model, "--image", cut).Refused(1, "cut.png");
        Tool.Run("run", "nowhere.tflite", "--image", Tool.Boot).Refused(1, "nowhere.tflite", "does not exist");
        Tool.Run("run", text, "--image", Tool.Boot).Refused(1, "text.npy");
        Tool.Run("run", Tool.Model, "--input", Array([1, 28, 28, 1]), "--output-dir", Path.Combine(text, "out")).Refused(1, "--output-dir");
    }

    [Fact]
    public void Wrong_command_lines_end_with_2()
    {
        Tool.Run("run").Refused(2, "MODEL");
        Tool.Run("run", Tool.Model).Refused(2, "--output-dir");
        Tool.Run("run", Tool.Model, "--image", Tool.Boot, "--input", "x.npy").Refused(2, "exclude");
        Tool.Run("run", Tool.Model, "--image", Tool.Boot, "--top", "0").Refused(2, "--top");
        Tool.Run("run", Tool.Model, "--image", Tool.Boot, "--max-memory", "much").Refused(2, "--max-memory");
    }

    private string Array(int[] shape) =>
        Save("x.npy", Literal.Of<float>(Shape.Create(shape), [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => MathF.Sin(i))]));

    private string Save(string name, Literal array)
    {
        NpyWriter.Write(scratch[name], array);
        return scratch[name];
    }
}
