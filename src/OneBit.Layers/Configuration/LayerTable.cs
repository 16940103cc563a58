namespace OneBit.Layers;

/// <summary>
/// Layers by their Keras and Larq class names: a row is a function from a configuration to a layer. A class that is not here is unsupported, or custom.
/// The rows are written by topic: layers with kernels, activations, merging, moving, pooling, recurrent ones, the rest.
/// </summary>
public static class LayerTable
{
    /// <summary>Layers without weights that may stand where an activation is named.</summary>
    public static IReadOnlyDictionary<string, Func<LayerConfig, Layer>> Activations { get; } = Rows(ActivationRows.All);

    /// <summary>All rows.</summary>
    public static IReadOnlyDictionary<string, Func<LayerConfig, Layer>> All { get; } =
        Rows([.. WeightedRows.All, .. ActivationRows.All, .. ShapeRows.All, .. RecurrentRows.All, .. OtherRows.All, .. QuantizerRows()]);

    /// <summary>The row of a class, its package (<c>Larq&gt;</c>) left out; null where there is none.</summary>
    public static Func<LayerConfig, Layer>? Find(string className) => All.GetValueOrDefault(NamedObject.WithoutPackage(className));

    // Quantizers may stand in a model as layers of their own.
    private static IEnumerable<KeyValuePair<string, Func<LayerConfig, Layer>>> QuantizerRows() =>
        QuantizerTable.Rows.Select(row => KeyValuePair.Create<string, Func<LayerConfig, Layer>>(row.Key, c => new QuantizerLayer(row.Value(c)) { Name = c.Layer }));

    private static Dictionary<string, Func<LayerConfig, Layer>> Rows(IEnumerable<KeyValuePair<string, Func<LayerConfig, Layer>>> rows) => new(rows, StringComparer.Ordinal);
}
