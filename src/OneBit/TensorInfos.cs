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
            (Value value, int index) = (values[i], i);
            string? alias = graph.Signatures.SelectMany(entries).Where(entry => entry.Index == index).Select(entry => entry.Name).FirstOrDefault();
            string name = value.Name ?? alias ?? FormattableString.Invariant($"{role}_{i}");
            infos[i] = new TensorInfo(name, value.Type.Element, value.Type.Shape, value.Type.Quantization, alias);
        }
        return infos;
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
