using System.Globalization;
using System.Text.RegularExpressions;

namespace OneBit.Converter.Keras;

/// <summary>
/// The layout of <c>.weights.h5</c>: a group per layer, named for its class and numbered among the layers of that class (<c>layers/quant_conv2d_1</c>), with datasets <c>vars/0</c>, <c>vars/1</c>, …;
/// objects of a layer lie in groups named for its attributes, models in models likewise.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="path">Path of the model's group; empty for the outermost one.</param>
internal sealed partial class PathScope(Hdf5File file, string path) : IWeightScope
{
    // Keras 2.12 and 2.13 name the list of layers for what it is in the program.
    private static readonly string[] Containers = ["layers", "_layer_checkpoint_dependencies", "_self_tracked_trackables"];

    private readonly string container = Containers.FirstOrDefault(c => file.HasGroup($"{path}/{c}")) ?? Containers[0];

    /// <summary>True where the file has that layout.</summary>
    public static bool IsLayoutOf(Hdf5File file) => Containers.Any(c => file.HasGroup("/" + c)) || file.HasGroup("/vars");

    /// <inheritdoc/>
    public IStoredWeights Layer(ModelConfig model, int index) => new PathWeights(file, Group(model, index));

    /// <inheritdoc/>
    public IWeightScope Model(ModelConfig model, int index) => new PathScope(file, Group(model, index));

    private string Group(ModelConfig model, int index)
    {
        string name = SnakeCase(model.Layers[index].ClassName);
        int before = model.Layers.Take(index).Count(l => SnakeCase(l.ClassName) == name);
        return string.Create(CultureInfo.InvariantCulture, $"{path}/{container}/{name}{(before == 0 ? string.Empty : $"_{before}")}");
    }

    private static string SnakeCase(string name) =>
        LowerUpper().Replace(Word().Replace(NoLetter().Replace(name, string.Empty), "$1_$2"), "$1_$2").ToLowerInvariant();

    [GeneratedRegex(@"\W+")]
    private static partial Regex NoLetter();

    [GeneratedRegex("(.)([A-Z][a-z]+)")]
    private static partial Regex Word();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex LowerUpper();
}
