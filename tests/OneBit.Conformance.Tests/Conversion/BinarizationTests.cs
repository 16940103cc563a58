using System.Globalization;
using System.Text;
using OneBit.Converter;
using OneBit.Passes;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>Of every recorded Keras model: which layers with binary weights or quantized inputs run on bits for each target, and why the others do not.</summary>
public sealed class BinarizationTests
{
    private const string Heading =
        """
        # Layers with binary weights or quantized inputs of the recorded models: what became of them, for OneBit's own runtime and for stock LCE.
        # "bits", or the reason_code of the conversion's report. Made by BinarizationTests; ONEBIT_UPDATE_GOLDEN=1 writes it.
        """;

    private static readonly Lazy<IReadOnlyList<Row>> Found = new(() => [.. Conversions.Cases.SelectMany(Rows)]);

    [Fact]
    public void What_runs_on_bits_is_written_down()
    {
        Shared.Require();
        var text = new StringBuilder(Heading).Append('\n');
        string Count(Func<Row, string> of) => string.Create(CultureInfo.InvariantCulture, $"{Found.Value.Count(row => of(row) == Row.Bits)} of {Found.Value.Count}");
        text.Append('\n').Append($"onebit: {Count(row => row.OneBit)}, lce: {Count(row => row.Lce)}\n\n");
        foreach (Row row in Found.Value)
            text.Append($"{row.Case}/{row.Layer}: ").Append(row.OneBit == row.Lce ? row.OneBit : $"onebit {row.OneBit}, lce {row.Lce}").Append('\n');
        Golden.Check("tests/golden/binarized.txt", text.ToString());
    }

    [Fact]
    public void Every_layer_that_stays_float_says_why_and_what_would_change_it()
    {
        Shared.Require();
        Assert.DoesNotContain(Found.Value, row => row.OneBit is "none" or "not-recognized" || row.Lce is "none" or "not-recognized");
        foreach (Refusal refusal in Found.Value.SelectMany(row => row.Refusals))
        {
            Assert.True(refusal.Reason.Length > 0, $"{refusal.Layer}: {refusal.Code} has no reason");
            Assert.True(refusal.Advice.Length > 0, $"{refusal.Layer}: {refusal.Code} has no advice");
        }
    }

    // Both file formats have to give the same.
    private static IEnumerable<Row> Rows(string name)
    {
        var one = ModelCase.Of("convert", name);
        Row[][] found = [.. Conversions.Files(one).Select(file => Rows(one, name, file).ToArray())];
        Assert.All(found, rows => Assert.Equal(found[0].Select(row => row.ToString()), rows.Select(row => row.ToString())));
        return found[0];
    }

    private static IEnumerable<Row> Rows(ModelCase one, string name, string file)
    {
        IReadOnlyList<LayerReport> oneBit, lce;
        try
        {
            oneBit = Conversions.Convert(one, file, ConversionTarget.OneBit).Report.Layers;
            lce = Conversions.Convert(one, file, ConversionTarget.Lce).Report.Layers;
        }
        catch (OneBit.IR.UnsupportedModelException)
        {
            yield break;
        }
        for (int i = 0; i < oneBit.Count; i++)
        {
            if (Word(oneBit[i]) is { } a && Word(lce[i]) is { } b)
                yield return new Row(name, oneBit[i].Name, a, b, [.. new[] { oneBit[i].Refusal, lce[i].Refusal }.OfType<Refusal>()]);
        }
    }

    private static string? Word(LayerReport layer) =>
        layer.IsBinarized ? Row.Bits
        : layer.Refusal is { } refusal ? refusal.Code
        : layer.HasBinaryWeights || layer.HasQuantizedInputs ? "none"
        : null;

    private sealed record Row(string Case, string Layer, string OneBit, string Lce, IReadOnlyList<Refusal> Refusals)
    {
        public const string Bits = "bits";

        public override string ToString() => $"{Case}/{Layer}: {OneBit}, {Lce}";
    }
}
