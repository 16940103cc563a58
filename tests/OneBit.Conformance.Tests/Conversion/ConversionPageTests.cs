using System.Globalization;
using System.Text;
using System.Text.Json;
using OneBit.IR;
using OneBit.Layers;
using OneBit.Passes;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>The tables of <c>docs/conversion.md</c>, computed. What stands outside of the marks is written by hand.</summary>
public sealed class ConversionPageTests
{
    private const string Page = "docs/conversion.md";
    private static readonly string[] Letters = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"];

    [Fact]
    public void The_tables_say_what_the_conversions_do()
    {
        Shared.Require();
        string text = File.ReadAllText(Path.Combine(Shared.Repository, Page));
        text = Replace(text, "layers", Layers());
        text = Replace(text, "open", Open());
        text = Replace(text, "kernels", Kernels());
        text = Replace(text, "behind", Behind());
        text = Replace(text, "recorded", Recorded());
        Golden.Check(Page, text);
    }

    [Fact]
    public void Every_reason_is_on_the_page()
    {
        string text = File.ReadAllText(Path.Combine(Shared.Repository, Page));
        foreach (Refusal refusal in BinarizedLayer.All.SelectMany(row => row.Refusals))
            Assert.Contains($"| `{refusal.Code}` |", text, StringComparison.Ordinal);
    }

    private static string Replace(string page, string mark, string table)
    {
        string begin = $"<!-- {mark} -->\n", end = $"<!-- end of {mark} -->";
        int from = page.IndexOf(begin, StringComparison.Ordinal), to = page.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"{Page} has no marks for {mark}");
        return $"{page[..(from + begin.Length)]}\n{table}\n{page[to..]}";
    }

    // Quantizers that fare alike share a table.
    private static string Layers()
    {
        var text = new StringBuilder();
        var notes = new List<string>();
        foreach (IGrouping<string, (string Name, string Table)> group in LayerKinds.Quantizers.Select(q => (q.Name, Table: Table(q.Emit, notes))).GroupBy(pair => pair.Table))
            text.Append($"Inputs from {string.Join(", ", group.Select(pair => $"`{pair.Name}`"))}:\n\n{group.Key}\n");
        foreach ((string code, string letter) in notes.Zip(Letters))
            text.Append($"({letter}) `{code}`  \n");
        return text.ToString();
    }

    private static string Table(Func<IR.Graph, IR.Value, IR.Value> quantizer, List<string> notes)
    {
        var text = new StringBuilder();
        text.Append("| Layer | ").AppendJoin(" | ", LayerKinds.Paddings).Append(" |\n|---|").Insert(text.Length, "---|", LayerKinds.Paddings.Count).Append('\n');
        foreach (LayerKinds.Kind kind in LayerKinds.All)
        {
            text.Append($"| {kind.Name} |");
            foreach (string padding in LayerKinds.Paddings)
                text.Append(' ').Append(kind.Knows(padding) ? Cell(kind, quantizer, new SteSign(), padding, LayerKinds.Behind[1].Emit, notes) : string.Empty).Append(" |");
            text.Append('\n');
        }
        return text.ToString();
    }

    // Inputs ±1, all kinds whose input has sizes.
    private static string Open()
    {
        var text = new StringBuilder();
        text.Append("| Layer | ").AppendJoin(" | ", LayerKinds.Paddings).Append(" |\n|---|").Insert(text.Length, "---|", LayerKinds.Paddings.Count).Append('\n');
        foreach (LayerKinds.Kind kind in LayerKinds.All.Where(kind => kind.Input.Rank > 2 && !kind.IsTooSmallForValid).Select(kind => kind.Open))
        {
            text.Append($"| {kind.Name} |");
            foreach (string padding in LayerKinds.Paddings)
                text.Append(' ').Append(kind.Knows(padding) ? OpenCell(kind, padding) : string.Empty).Append(" |");
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string OpenCell(LayerKinds.Kind kind, string padding)
    {
        try
        {
            return Cell(kind, new SteSign().Emit, new SteSign(), padding, LayerKinds.Behind[1].Emit, null);
        }
        catch (ModelFormatException)
        {
            return "error";
        }
    }

    private static string Cell(LayerKinds.Kind kind, Func<IR.Graph, IR.Value, IR.Value> quantizer, Quantizer? kernel, string padding, Func<IR.Graph, IR.Value, IR.Value> behind, List<string>? notes)
    {
        string? oneBit = LayerKinds.Convert(ConversionTarget.OneBit, kind, quantizer, kernel, padding, behind);
        string? lce = LayerKinds.Convert(ConversionTarget.Lce, kind, quantizer, kernel, padding, behind);
        return (oneBit, lce) switch
        {
            (null, null) => "both",
            (null, { } code) => $"onebit {Note(code, notes)}",
            ({ } code, null) => $"lce {Note(code, notes)}",
            ({ } code, _) => $"– {Note(code, notes)}",
        };
    }

    private static string Note(string code, List<string>? notes)
    {
        if (notes is null)
            return $"`{code}`";
        if (!notes.Contains(code))
            notes.Add(code);
        return $"({Letters[notes.IndexOf(code)]})";
    }

    private static string Kernels()
    {
        var text = new StringBuilder("| Kernel quantizer | Inputs ±1 | Inputs 0 and 1 |\n|---|---|---|\n");
        foreach ((string name, Quantizer? quantizer) in LayerKinds.Kernels)
        {
            string Of(Quantizer input) => Cell(LayerKinds.All[0], input.Emit, quantizer, "valid", LayerKinds.Behind[1].Emit, null);
            text.Append($"| {name} | {Of(new SteSign())} | {Of(new UnipolarSteSign())} |\n");
        }
        return text.ToString();
    }

    private static string Behind()
    {
        var text = new StringBuilder("| Behind the convolution | ");
        string[] paddings = ["valid", "same, 0", "same, 1"];
        (string Name, Quantizer Quantizer)[] inputs = [("±1", new SteSign()), ("0 and 1", new UnipolarSteSign()), ("0 … 3", new DoReFa { Bits = 2 })];
        text.AppendJoin(" | ", inputs.SelectMany(input => paddings.Select(padding => $"{input.Name}, {padding}"))).Append(" |\n|---|").Insert(text.Length, "---|", inputs.Length * paddings.Length).Append('\n');
        foreach ((string name, Func<IR.Graph, IR.Value, IR.Value> emit) in LayerKinds.Behind)
        {
            text.Append($"| {name} | ").AppendJoin(" | ", inputs.SelectMany(input => paddings.Select(padding => Cell(LayerKinds.All[0], input.Quantizer.Emit, new SteSign(), padding, emit, null))));
            text.Append(" |\n");
        }
        return text.ToString();
    }

    // By class and quantizers of the layers, for models whose layers have one class and one pair of quantizers; LCE's own column counts the binary convolutions of its file.
    private static string Recorded()
    {
        var rows = new SortedDictionary<string, (int Layers, int OneBit, int Lce, int Theirs)>(StringComparer.Ordinal);
        foreach (IGrouping<string, BinarizedLayer> model in BinarizedLayer.All.GroupBy(row => row.Case))
        {
            using JsonDocument meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(ModelCase.Of("convert", model.Key).Folder, "meta.json")));
            if (!meta.RootElement.TryGetProperty("lce", out JsonElement lce) || !lce.TryGetProperty("operator_counts", out JsonElement counts))
                continue;
            int theirs = counts.TryGetProperty("LceBconv2d", out JsonElement count) ? count.GetInt32() : 0;
            string key = Key(meta.RootElement);
            (int layers, int oneBit, int ours, int before) = rows.GetValueOrDefault(key);
            rows[key] = (layers + model.Count(), oneBit + model.Count(row => row.OneBit == BinarizedLayer.Bits), ours + model.Count(row => row.Lce == BinarizedLayer.Bits), before + theirs);
        }
        StringBuilder text = new StringBuilder("| Layers of the recorded models | number | `onebit` | `lce` | LCE 0.16's own converter |\n|---|---|---|---|---|\n");
        foreach ((string key, (int layers, int oneBit, int ours, int theirs)) in rows)
            text.Append(CultureInfo.InvariantCulture, $"| {key} | {layers} | {oneBit} | {ours} | {theirs} |\n");
        return text.Append(CultureInfo.InvariantCulture, $"| **all** | {rows.Values.Sum(r => r.Layers)} | {rows.Values.Sum(r => r.OneBit)} | {rows.Values.Sum(r => r.Lce)} | {rows.Values.Sum(r => r.Theirs)} |\n").ToString();
    }

    private static string Key(JsonElement meta)
    {
        string[] kinds = [.. meta.GetProperty("model").GetProperty("layers").EnumerateArray().Select(Quantized).OfType<string>().Distinct()];
        return kinds is [var one] ? one : "several, or quantizers of their own";
    }

    private static string? Quantized(JsonElement layer)
    {
        string? Of(string name) => layer.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        string? kernel = Of("kernel_quantizer") ?? Of("depthwise_quantizer");
        return kernel is null && Of("input_quantizer") is null ? null : $"{Of("class")}, inputs {Of("input_quantizer") ?? "as they come"}, kernel {kernel ?? "float"}";
    }
}
