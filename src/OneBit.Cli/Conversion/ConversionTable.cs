using OneBit.Converter;
using OneBit.IR;
using OneBit.Passes;
using Spectre.Console;

namespace OneBit.Cli.Conversion;

/// <summary>What people read after a conversion: a row per layer, then why layers stay float, then sizes, work and time.</summary>
internal static class ConversionTable
{
    /// <summary>Writes it to standard output.</summary>
    public static void Write(Terminal terminal, string source, string target, ConversionReport report)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("layer", "type", "runs as", "fused into it", "bytes before", "bytes after");
        table.Columns[4].RightAligned();
        table.Columns[5].RightAligned();
        foreach (LayerReport layer in report.Layers)
            table.AddRow([.. Cells(layer).Select(Markup.Escape)]);
        table.AddEmptyRow();
        table.AddRow("total", string.Empty, string.Empty, string.Empty, Count(report.Layers.Sum(l => l.BytesBefore)), Count(report.Layers.Sum(l => l.BytesAfter)));
        terminal.Write(table);

        foreach (Refusal refusal in report.Layers.Select(layer => layer.Refusal).OfType<Refusal>())
            terminal.Out.WriteLine($"{refusal.Layer}: {refusal.Reason} [{refusal.Code}]{(refusal.Advice.Length == 0 ? string.Empty : $"; {refusal.Advice}")}");
        foreach (string note in report.Notes)
            terminal.Out.WriteLine($"note: {note}");
        WriteTotals(terminal, source, target, report);
    }

    private static void WriteTotals(Terminal terminal, string source, string target, ConversionReport report)
    {
        int binary = report.Layers.Count(layer => layer.IsBinarized);
        int candidates = report.Layers.Count(layer => layer.IsBinarized || layer.HasBinaryWeights);
        long before = ModelFile.Size(source);
        Macs macs = report.Macs;
        string int8 = macs.Int8 == 0 ? string.Empty : $"{macs.Int8:N0} int8, ";
        terminal.Out.WriteLine($"{binary} of {candidates} layers with binary weights run on bits; multiply-adds: {macs.Binary:N0} binary, {int8}{macs.Float:N0} float");
        terminal.Out.WriteLine($"{source} ({ByteSize.Text(before)}) -> {target} ({ByteSize.Text(report.Bytes)}) in {report.Seconds:0.00} s");
    }

    private static string[] Cells(LayerReport layer) =>
    [
        layer.Name,
        layer.Type,
        layer.Kind == LayerKind.None ? "-" : layer.Kind.ToString().ToLowerInvariant(),
        layer.Fused.Count == 0 ? "-" : string.Join(", ", layer.Fused),
        Count(layer.BytesBefore),
        Count(layer.BytesAfter),
    ];

    private static string Count(long bytes) => bytes == 0 ? "-" : $"{bytes:N0}";
}
