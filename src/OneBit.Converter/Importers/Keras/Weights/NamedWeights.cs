namespace OneBit.Converter.Keras;

/// <summary>Weights with names.</summary>
/// <param name="weights">The weights; those that are handed out are removed.</param>
/// <param name="layer">The layer whose weights are meant where those of several lie together; null where all are one layer's.</param>
internal sealed class NamedWeights(List<StoredWeight> weights, string? layer) : IStoredWeights
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Left => layer is null ? [.. weights.Select(w => w.Name)] : [];

    /// <inheritdoc/>
    public IReadOnlyList<StoredWeight> TakePart(string key, string? name) => name is null ? [] : TakeWhere(w => IsMine(w) && w.IsIn(name));

    /// <inheritdoc/>
    public IReadOnlyList<StoredWeight> TakeAll() => TakeWhere(IsMine);

    /// <inheritdoc/>
    public IReadOnlyList<StoredWeight?> Take(IReadOnlyList<string> names)
    {
        StoredWeight?[] named = [.. names.Select(n => weights.Find(w => w.Name == n && IsMine(w)))];
        StoredWeight?[] taken = layer is not null || Array.TrueForAll(named, w => w is not null)
            ? named
            : [.. Enumerable.Range(0, names.Count).Select(i => i < weights.Count ? weights[i] : null)];
        foreach (StoredWeight? weight in taken)
        {
            if (weight is not null)
                weights.Remove(weight);
        }
        return taken;
    }

    private bool IsMine(StoredWeight weight) => layer is null || weight.IsIn(layer);

    private List<StoredWeight> TakeWhere(Func<StoredWeight, bool> isMeant)
    {
        List<StoredWeight> taken = [.. weights.Where(isMeant)];
        foreach (StoredWeight weight in taken)
            weights.Remove(weight);
        return taken;
    }
}
