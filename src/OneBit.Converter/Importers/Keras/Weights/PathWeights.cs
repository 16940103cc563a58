using System.Globalization;

namespace OneBit.Converter.Keras;

/// <summary>Weights without names, in order; those of a recurrent layer lie in its cell.</summary>
/// <param name="file">The file.</param>
/// <param name="path">Path of the layer's group.</param>
internal sealed class PathWeights(Hdf5File file, string path) : IStoredWeights
{
    private readonly List<StoredWeight> weights = [.. In(file, path), .. In(file, path + "/cell")];

    /// <inheritdoc/>
    public IReadOnlyList<string> Left => [.. weights.Select(w => w.Name)];

    /// <inheritdoc/>
    public IReadOnlyList<StoredWeight> TakePart(string key, string? name) => In(file, $"{path}/{key}");

    /// <inheritdoc/>
    public IReadOnlyList<StoredWeight> TakeAll()
    {
        StoredWeight[] all = [.. weights];
        weights.Clear();
        return all;
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredWeight?> Take(IReadOnlyList<string> names)
    {
        StoredWeight?[] taken = [.. Enumerable.Range(0, names.Count).Select(i => i < weights.Count ? weights[i] : null)];
        weights.RemoveRange(0, Math.Min(names.Count, weights.Count));
        return taken;
    }

    private static List<StoredWeight> In(Hdf5File file, string group) =>
    [
        .. file.Datasets(group + "/vars")
            .Select(name => (Name: name, Number: int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue))
            .OrderBy(n => n.Number)
            .Select(n => new DatasetWeight(file, $"{group}/vars/{n.Name}", n.Name, string.Empty)),
    ];
}
