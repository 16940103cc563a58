using System.Globalization;
using System.Text;
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

    [Fact]
    public void What_runs_on_bits_is_written_down()
    {
        Shared.Require();
        IReadOnlyList<BinarizedLayer> all = BinarizedLayer.All;
        string Count(Func<BinarizedLayer, string> of) => string.Create(CultureInfo.InvariantCulture, $"{all.Count(row => of(row) == BinarizedLayer.Bits)} of {all.Count}");
        StringBuilder text = new StringBuilder(Heading).Append("\n\n").Append($"onebit: {Count(row => row.OneBit)}, lce: {Count(row => row.Lce)}\n\n");
        foreach (BinarizedLayer row in all)
            text.Append($"{row.Case}/{row.Layer}: ").Append(row.OneBit == row.Lce ? row.OneBit : $"onebit {row.OneBit}, lce {row.Lce}").Append('\n');
        Golden.Check("tests/golden/binarized.txt", text.ToString());
    }

    [Fact]
    public void Every_layer_that_stays_float_says_why_and_what_would_change_it()
    {
        Shared.Require();
        Assert.DoesNotContain(BinarizedLayer.All, row => row.OneBit is "none" or "not-recognized" || row.Lce is "none" or "not-recognized");
        foreach (Refusal refusal in BinarizedLayer.All.SelectMany(row => row.Refusals))
        {
            Assert.True(refusal.Reason.Length > 0, $"{refusal.Layer}: {refusal.Code} has no reason");
            Assert.True(refusal.Advice.Length > 0, $"{refusal.Layer}: {refusal.Code} has no advice");
        }
    }
}
