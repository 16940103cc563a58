using OneBit.Converter;
using OneBit.IR;
using OneBit.Passes;

namespace OneBit.Conformance;

/// <summary>A layer with binary weights or quantized inputs of a recorded model, and what became of it for each target.</summary>
/// <param name="Case">The recorded model.</param>
/// <param name="Layer">The layer.</param>
/// <param name="OneBit"><see cref="Bits"/>, or the reason for which it stays float.</param>
/// <param name="Lce">Likewise.</param>
/// <param name="Refusals">The reasons at length.</param>
internal sealed record BinarizedLayer(string Case, string Layer, string OneBit, string Lce, IReadOnlyList<Refusal> Refusals)
{
    /// <summary>What stands for a layer that runs on bits.</summary>
    public const string Bits = "bits";

    private static readonly Lazy<IReadOnlyList<BinarizedLayer>> Found = new(() => [.. Conversions.Cases.SelectMany(Of)]);

    /// <summary>All of them, in the order of the models; none where the recorded data is absent.</summary>
    public static IReadOnlyList<BinarizedLayer> All => Found.Value;

    public override string ToString() => $"{Case}/{Layer}: {OneBit}, {Lce}";

    // Both file formats have to give the same.
    private static IEnumerable<BinarizedLayer> Of(string name)
    {
        var one = ModelCase.Of("convert", name);
        BinarizedLayer[][] found = [.. Conversions.Files(one).Select(file => Of(one, name, file).ToArray())];
        Assert.All(found, rows => Assert.Equal(found[0].Select(row => row.ToString()), rows.Select(row => row.ToString())));
        return found[0];
    }

    private static IEnumerable<BinarizedLayer> Of(ModelCase one, string name, string file)
    {
        IReadOnlyList<LayerReport> oneBit, lce;
        try
        {
            oneBit = Conversions.Convert(file, ConversionTarget.OneBit).Report.Layers;
            lce = Conversions.Convert(file, ConversionTarget.Lce).Report.Layers;
        }
        catch (UnsupportedModelException)
        {
            yield break;
        }
        for (int i = 0; i < oneBit.Count; i++)
        {
            if (Word(oneBit[i]) is { } a && Word(lce[i]) is { } b)
                yield return new BinarizedLayer(name, oneBit[i].Name, a, b, [.. new[] { oneBit[i].Refusal, lce[i].Refusal }.OfType<Refusal>()]);
        }
    }

    private static string? Word(LayerReport layer) =>
        layer.IsBinarized ? Bits
        : layer.Refusal is { } refusal ? refusal.Code
        : layer.HasBinaryWeights || layer.HasQuantizedInputs ? "none"
        : null;
}
