using OneBit.IR;

namespace OneBit.Converter.Keras;

/// <summary>The functions of tensors that models call between their layers, by TensorFlow's names without packages and by Keras 3's.</summary>
internal static class TensorFunctions
{
    private static readonly Dictionary<string, Func<OpCall, IReadOnlyList<Value>>> Table = new(StringComparer.Ordinal);

    static TensorFunctions()
    {
        PointwiseFunctions.AddTo(Table);
        MovementFunctions.AddTo(Table);
        ReductionFunctions.AddTo(Table);
        WindowFunctions.AddTo(Table);
    }

    /// <summary>The function, or null. <paramref name="name"/> may have packages in front: <c>math.multiply</c>, <c>__operators__.add</c>, <c>compat.v1.pad</c>.</summary>
    public static Func<OpCall, IReadOnlyList<Value>>? Find(string name) =>
        Table.GetValueOrDefault(name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant().Replace("_v2", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal));

    /// <summary>Adds a row, under every one of its names; case and underscores do not matter.</summary>
    public static void Add(this IDictionary<string, Func<OpCall, IReadOnlyList<Value>>> table, Func<OpCall, IReadOnlyList<Value>> function, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            table.Add(name.ToLowerInvariant().Replace("_", string.Empty, StringComparison.Ordinal), function);
    }
}
