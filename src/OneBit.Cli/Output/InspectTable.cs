using OneBit.IR;
using OneBit.Tensors;
using Spectre.Console;

namespace OneBit.Cli.Output;

/// <summary>A model for people: a table with one row per op, under what goes in and above what comes out.</summary>
internal static class InspectTable
{
    /// <summary>Writes the table to standard output.</summary>
    public static void Write(Terminal terminal, Model model, IReadOnlyList<OpReport> ops)
    {
        foreach (TensorInfo input in model.Inputs)
            terminal.Out.WriteLine($"input  {Describe(input)}");
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("#", "op", "result", "attributes", "kernel", "binary MACs", "int8 MACs", "float MACs", "parameters", "bytes");
        foreach (int right in (int[])[0, 5, 6, 7, 8, 9])
            table.Columns[right].RightAligned();
        foreach (OpReport op in ops)
        {
            table.AddRow(
                [.. new[]
                {
                    $"{op.Index}",
                    op.Node.Op.Schema.Name,
                    string.Join(", ", op.Node.Results.Select(r => r.Type.ToString())),
                    Attributes(op.Node.Op),
                    op.Kernel ?? "-",
                    Count(op.Macs?.Binary),
                    Count(op.Macs?.Int8),
                    Count(op.Macs?.Float),
                    Count(op.Parameters),
                    Count(op.Bytes),
                }.Select(Markup.Escape)]);
        }
        Macs total = Total(ops);
        table.AddEmptyRow();
        table.AddRow(string.Empty, "total", string.Empty, string.Empty, string.Empty, Count(total.Binary), Count(total.Int8), Count(total.Float), Count(ops.Sum(o => o.Parameters)), Count(ops.Sum(o => o.Bytes)));
        terminal.Write(table);
        foreach (TensorInfo output in model.Outputs)
            terminal.Out.WriteLine($"output {Describe(output)}");
    }

    /// <summary>The sum over all ops whose shapes are known.</summary>
    public static Macs Total(IReadOnlyList<OpReport> ops) => ops.Aggregate(default(Macs), (sum, op) => sum + (op.Macs ?? default));

    private static string Describe(TensorInfo tensor) => $"{tensor}{(tensor.Quantization is { } q ? $" ({q})" : string.Empty)}";

    private static string Count(long? count) => count is null ? "?" : count == 0 ? "-" : $"{count:N0}";

    private static string Attributes(Op op)
    {
        string text = GraphPrinter.Print(op)[op.Schema.Name.Length..].Trim();
        return text.Length == 0 ? "-" : text.Trim('{', '}');
    }
}
