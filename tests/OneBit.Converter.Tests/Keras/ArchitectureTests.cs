using System.Text.Json;
using OneBit.Converter.Keras;
using OneBit.IR;
using OneBit.Tensors;
using OneBit.Testing;

namespace OneBit.Converter.Tests.Keras;

/// <summary>All models of Larq Zoo: their architectures, with weights of the shapes that Keras listed.</summary>
public sealed class ArchitectureTests
{
    private const string Ending = ".config.json";

    /// <summary>The models.</summary>
    public static TheoryData<string> Models => !Shared.Exists
        ? ["recorded data is absent"]
        : [.. Directory.GetFiles(Path.Combine(Shared.Root!, "golden", "zoo", "architectures"), "*" + Ending).Order(StringComparer.Ordinal).Select(f => Path.GetFileName(f)[..^Ending.Length])];

    [Theory]
    [MemberData(nameof(Models))]
    public void Architecture_imports_with_the_weights_that_Keras_lists(string name)
    {
        string folder = Shared.Path("golden", "zoo", "architectures");
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, name + Ending)));
        using JsonDocument listed = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, name + ".weights.json")));
        var weights = new ListedWeights(listed.RootElement.GetProperty("weights"));
        ImportedModel model = ModelImport.Run(config.RootElement, isKeras3: false, weights, new ImportOptions(), TestContext.Current.CancellationToken);
        Verifier.Check(model.Graph);
        Assert.Equal(0, weights.Left);
        Assert.Equal(4 * weights.Elements, model.Layers.Sum(l => l.WeightBytes));
        Assert.Equal(Shape.Unknown, Assert.Single(model.Graph.Outputs).Type.Shape[0]);
    }

    // Each layer's weights as they are listed, all zero; one buffer serves all.
    private sealed class ListedWeights : IWeightScope
    {
        private readonly Dictionary<string, List<StoredWeight>> layers = [];

        public ListedWeights(JsonElement list)
        {
            var shapes = list.EnumerateArray().Select(w => (
                Layer: w.GetProperty("layer").GetString()!,
                Name: w.GetProperty("name").GetString()!,
                Shape: Shape.Create([.. w.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())]))).ToArray();
            Elements = shapes.Sum(s => s.Shape.ElementCount);
            var zeros = new byte[4 * shapes.Max(s => s.Shape.ElementCount)];
            foreach ((string layer, string name, Shape shape) in shapes)
            {
                if (!layers.TryGetValue(layer, out List<StoredWeight>? own))
                    layers[layer] = own = [];
                own.Add(new Zeros(name.Split(':')[0].Split('/')[^1], shape, zeros));
            }
        }

        public long Elements { get; }

        public int Left => layers.Values.Sum(w => w.Count);

        public IStoredWeights Layer(ModelConfig model, int index) => new NamedWeights(layers.GetValueOrDefault(model.Layers[index].Name) ?? [], layer: null);

        public IWeightScope Model(ModelConfig model, int index) => this;
    }

    private sealed record Zeros(string Name, Shape Of, byte[] Buffer) : StoredWeight(Name, string.Empty)
    {
        public override Shape Shape => Of;

        public override Literal Read() => new(new TensorType(DType.Float32, Of), Buffer.AsMemory(0, checked((int)(4 * Of.ElementCount))));
    }
}
