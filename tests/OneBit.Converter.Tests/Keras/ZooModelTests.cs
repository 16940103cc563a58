using System.Diagnostics;
using OneBit.IR;
using OneBit.Testing;

namespace OneBit.Converter.Tests.Keras;

/// <summary>Small models of Larq Zoo's factories: each of their files, and the architecture with each of the files of weights.</summary>
public sealed class ZooModelTests
{
    private static readonly Tolerance Near = new(1e-6);

    /// <summary>Case, model, weights (empty: in the model).</summary>
    public static TheoryData<string, string, string> Cases => new()
    {
        { "tiny-quicknet", "model.h5", "" },
        { "tiny-quicknet", "model.keras", "" },
        { "tiny-quicknet", "config.json", "model.h5" },
        { "tiny-quicknet", "config.json", "model.keras" },
        { "tiny-quicknet", "config.json", "weights.h5" },
        { "tiny-quicknet", "config.json", "v3.weights.h5" },
        { "tiny-densenet", "model.keras", "" },
        { "tiny-densenet", "config.json", "weights.h5" },
        { "tiny-meliusnet", "model.keras", "" },
        { "tiny-meliusnet", "config.json", "model.keras" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tiny_model_gives_the_recorded_probabilities(string name, string file, string weights)
    {
        string folder = Shared.Path("golden", "zoo", name);
        var options = new ImportOptions { WeightsFile = weights.Length == 0 ? null : Path.Combine(folder, weights) };
        Check(Path.Combine(folder, file), options, Path.Combine(folder, "input.npy"), Path.Combine(folder, "probabilities.npy"));
    }

    [Theory]
    [InlineData("model_adam")]
    [InlineData("model_case")]
    public void State_of_the_optimizer_is_not_taken_for_weights(string name)
    {
        string folder = Shared.Path("golden", "zoo", "tiny-quicknet-trained");
        Check(Path.Combine(folder, name + ".h5"), new ImportOptions(), Path.Combine(folder, "input.npy"), Path.Combine(folder, name + "_probabilities.npy"));
    }

    [Fact]
    public void Compressed_weights_of_a_whole_network_are_read_in_no_time()
    {
        string architecture = Shared.Path("golden", "zoo", "architectures", "QuickNetSmall.config.json");
        var options = new ImportOptions { WeightsFile = Shared.Path("golden", "zoo", "weights-h5-QuickNetSmall", "quicknet_small_weights.h5") };
        long start = Stopwatch.GetTimestamp();
        ImportedModel model = KerasModels.Import(architecture, options);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
        Assert.Equal(12664344, model.Layers.Sum(l => l.WeightBytes) / sizeof(float));
        Assert.Equal(16, model.Layers.Count(l => l.IsQuantized));
    }

    [Fact]
    public void Weights_without_an_architecture_are_explained()
    {
        string weights = Shared.Path("golden", "zoo", "tiny-quicknet", "weights.h5");
        var e = Assert.Throws<ModelFormatException>(() => KerasModels.Import(weights));
        Assert.Contains("no architecture", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Architecture_without_weights_is_explained()
    {
        string architecture = Shared.Path("golden", "zoo", "tiny-quicknet", "config.json");
        var e = Assert.Throws<ModelFormatException>(() => KerasModels.Import(architecture));
        Assert.Contains("weight kernel: expected [3,3,3,4], found no file of weights", e.Message, StringComparison.Ordinal);
    }

    // The first samples, where fewer are kept than there are probabilities.
    private static void Check(string path, ImportOptions options, string input, string probabilities)
    {
        Graph graph = KerasModels.Import(path, options).Graph;
        NumpyArray samples = NumpyArray.Load(input);
        double[] actual = KerasModels.Run(graph, [samples])[0].ToDoubles();
        double[] expected = NumpyArray.Load(probabilities).ToDoubles()[..actual.Length];
        Assert.Null(Near.Difference(NumpyArray.Of([actual.Length], [.. actual.Select(a => (float)a)]), NumpyArray.Of([expected.Length], [.. expected.Select(e => (float)e)]), new HashSet<int>()));
    }
}
