using OneBit.IR;

namespace OneBit;

/// <summary>What callers see of a graph's inputs and outputs.</summary>
internal static class TensorInfos
{
    public static IReadOnlyList<TensorInfo> Of(Graph graph, IReadOnlyList<Value> values, string role, Func<Signature, IReadOnlyList<SignatureEntry>> entries)
    {
        var infos = new TensorInfo[values.Count];
        for (int i = 0; i < infos.Length; i++)
        {
            Value value = values[i];
            string? alias = Alias(graph, entries, i);
            string name = value.Name ?? alias ?? FormattableString.Invariant($"{role}_{i}");
            infos[i] = new TensorInfo(name, value.Type.Element, value.Type.Shape, value.Type.Quantization, alias);
        }
        return infos;
    }

    private static string? Alias(Graph graph, Func<Signature, IReadOnlyList<SignatureEntry>> entries, int index)
    {
        foreach (Signature signature in graph.Signatures)
        {
            foreach (SignatureEntry entry in entries(signature))
            {
                if (entry.Index == index)
                    return entry.Name;
            }
        }
        return null;
    }

    /// <summary>The position of the tensor called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static int IndexOf(IReadOnlyList<TensorInfo> infos, string name, string role)
    {
        for (int i = 0; i < infos.Count; i++)
        {
            if (infos[i].IsCalled(name))
                return i;
        }
        throw new ArgumentException($"no {role} is called '{name}'; the model has {string.Join(", ", infos)}", nameof(name));
    }
}
