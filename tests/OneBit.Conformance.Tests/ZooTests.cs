using System.Text.Json;
using OneBit.IR;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>Models of the Larq zoo as Larq Compute Engine's converter wrote them: logarithms of the probabilities within 1e-4.</summary>
public sealed class ZooTests
{
    /// <summary>Executor and model.</summary>
    public static TheoryData<string, string> Cases => Rows.Of(ModelCase.Named("zoo", "model.tflite"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Zoo_model_gives_the_recorded_probabilities(string executor, string name)
    {
        ModelCase one = ModelCase.Of("zoo", name);
        Graph graph = Models.Read(Path.Combine(one.Folder, "model.tflite"));
        double[] expected = [.. NumpyArray.Load(Path.Combine(one.Folder, "lce_probabilities.npy")).ToDoubles().Select(LogOf)];
        double[] actual = [.. Images(one).SelectMany(image => Executors.Run(executor, graph, [image])[0].ToDoubles()).Select(LogOf)];
        Assert.True(actual.Length > 0 && actual.Length <= expected.Length);
        Assert.InRange(actual.Zip(expected, (a, e) => Math.Abs(a - e)).Max(), 0, 1e-4);
    }

    private static double LogOf(double probability) => Math.Log(Math.Max(probability, 1e-30));

    // The tiny models bring their inputs; the others share photographs (and a third input by formula, left out here).
    private static NumpyArray[] Images(ModelCase one)
    {
        if (one.Has("input.npy"))
            return [NumpyArray.Load(Path.Combine(one.Folder, "input.npy"))];
        string folder = Shared.Path("golden", "zoo", "inputs");
        using JsonDocument meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "meta.json")));
        return [.. meta.RootElement.GetProperty("inputs").EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => NumpyArray.Load(Path.Combine(folder, e.GetString()!)).AsOneSample())];
    }
}
