using System.Collections;
using System.Diagnostics.CodeAnalysis;
using OneBit.Tensors;

namespace OneBit.Converter.Keras;

/// <summary>Weights of a custom object from a file that does not name them: the first name asked for is the first weight, the next other name the second.</summary>
internal sealed class PositionalWeights(IReadOnlyList<Literal> weights) : IReadOnlyDictionary<string, Literal>
{
    private readonly List<string> asked = [];

    /// <summary>The names that were asked for, in order.</summary>
    public IReadOnlyList<string> Asked => asked;

    /// <inheritdoc/>
    public int Count => weights.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => weights.Select((_, i) => i < asked.Count ? asked[i] : $"{i}");

    /// <inheritdoc/>
    public IEnumerable<Literal> Values => weights;

    /// <inheritdoc/>
    public Literal this[string key] => TryGetValue(key, out Literal? value) ? value : throw new KeyNotFoundException(key);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Literal value)
    {
        int index = asked.IndexOf(key);
        if (index < 0 && asked.Count < weights.Count)
        {
            index = asked.Count;
            asked.Add(key);
        }
        value = index >= 0 ? weights[index] : null;
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Literal>> GetEnumerator() =>
        Keys.Zip(weights, (k, w) => new KeyValuePair<string, Literal>(k, w)).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
