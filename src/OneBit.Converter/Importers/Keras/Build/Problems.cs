using OneBit.IR;

namespace OneBit.Converter.Keras;

/// <summary>What a model uses and OneBit does not have: collected, so that a user learns of all of it at once.</summary>
internal sealed class Problems
{
    private readonly List<(string Layer, string What, string Advice)> found = [];

    /// <summary>True where there is one.</summary>
    public bool Any => found.Count > 0;

    /// <summary>Adds a problem.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="what">What is not supported.</param>
    /// <param name="advice">What to do about it.</param>
    public void Add(string layer, string what, string advice = "")
    {
        if (!found.Contains((layer, what, advice)))
            found.Add((layer, what, advice));
    }

    /// <summary>Throws where there are problems.</summary>
    /// <exception cref="UnsupportedModelException">There are.</exception>
    public void ThrowIfAny()
    {
        if (found.Count == 0)
            return;
        IEnumerable<string> lines = found
            .GroupBy(f => (f.What, f.Advice))
            .Select(g => $"  {string.Join(", ", g.Select(f => $"'{f.Layer}'"))}: {g.Key.What}{(g.Key.Advice.Length > 0 ? $"; {g.Key.Advice}" : string.Empty)}");
        throw new UnsupportedModelException($"the model uses what OneBit does not have:\n{string.Join('\n', lines)}", [.. found.Select(f => $"{f.Layer}: {f.What}")]);
    }
}
