using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>
/// The text form of a graph. <see cref="GraphParser"/> reads it back: printing with <see cref="LongConstants.Full"/>, parsing and printing again gives the same text, and the
/// parsed graph has the same nodes, types, names and constants, bit for bit.
/// </summary>
public static class GraphPrinter
{
    /// <summary>Prints the whole graph.</summary>
    public static string Print(Graph graph, PrintOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new Printing(graph, options ?? PrintOptions.Full).Print();
    }

    /// <summary>Op name and attributes that differ from their defaults, as in <c>Conv2D {stride = [2, 2]}</c>.</summary>
    public static string Print(Op op)
    {
        ArgumentNullException.ThrowIfNull(op);
        return op.Schema.Name + Attributes(op);
    }

    private static string Attributes(Op op)
    {
        OpSchema schema = op.Schema;
        string[] changed = [.. schema.Attributes.Where(a => !SameValue(a.Get(op), a.Get(schema.Default))).Select(a => $"{a.Name} = {Format(a, a.Get(op))}")];
        return changed.Length == 0 ? string.Empty : $" {{{string.Join(", ", changed)}}}";
    }

    private static bool SameValue(object left, object right) => (left, right) switch
    {
        (ImmutableArray<int> a, ImmutableArray<int> b) => a.AsSpan().SequenceEqual(b.AsSpan()),
        (float a, float b) => BitConverter.SingleToUInt32Bits(a) == BitConverter.SingleToUInt32Bits(b),
        _ => left.Equals(right),
    };

    private static string Format(OpAttribute attribute, object value) => value switch
    {
        int number => number.ToString(CultureInfo.InvariantCulture),
        float number => ScalarText.Format(number),
        bool yes => yes ? "true" : "false",
        ImmutableArray<int> numbers => $"[{string.Join(", ", numbers)}]",
        _ => attribute.Kind == AttributeKind.Word ? (string)value : QuotedText.Quote((string)value),
    };

    private sealed class Printing(Graph graph, PrintOptions options)
    {
        private readonly StringBuilder text = new();
        private readonly Dictionary<Value, int> numbers = [];
        private readonly List<Literal> blobs = [];
        private readonly HashSet<Value> inline = InlineConstants.Of(graph, options);

        public string Print()
        {
            text.Append(CultureInfo.InvariantCulture, $"graph {NameText.Format(graph.Name)}({string.Join(", ", graph.Inputs.Select(v => $"{Define(v)}: {TypeAndName(v)}"))}) {{\n");
            PrintHeader();
            foreach (Node node in graph.Nodes)
            {
                if (!node.Results.Any(inline.Contains))
                    PrintNode(node);
            }
            text.Append(graph.Outputs.Count == 0 ? "  return" : "  return ").AppendJoin(", ", graph.Outputs.Select(Reference)).Append("\n}\n");
            PrintBlobs();
            return text.ToString();
        }

        private void PrintHeader()
        {
            if (graph.Description is { } description)
                text.Append(CultureInfo.InvariantCulture, $"  description {QuotedText.Quote(description)}\n");
            foreach ((string name, ReadOnlyMemory<byte> bytes) in graph.Metadata)
                text.Append(CultureInfo.InvariantCulture, $"  metadata {QuotedText.Quote(name)} base64(\"{Convert.ToBase64String(bytes.Span)}\")\n");
            foreach (Signature signature in graph.Signatures)
                text.Append(CultureInfo.InvariantCulture, $"  signature {QuotedText.Quote(signature.Key)} ({Entries(signature.Inputs)}) -> ({Entries(signature.Outputs)})\n");
        }

        private static string Entries(IReadOnlyList<SignatureEntry> entries) =>
            string.Join(", ", entries.Select(e => FormattableString.Invariant($"{QuotedText.Quote(e.Name)} = {e.Index}")));

        private void PrintNode(Node node)
        {
            string operands = string.Join(", ", node.Operands.Select(Reference));
            text.Append("  ").AppendJoin(", ", node.Results.Select(Define)).Append(" = ");
            if (node.Op is Constant constant)
                text.Append(Constant(constant.Value)).Append(Name(node.Results[0]));
            else
                text.Append(CultureInfo.InvariantCulture, $"{node.Op.Schema.Name}({operands}){Attributes(node.Op)} : {string.Join(", ", node.Results.Select(TypeAndName))}");
            text.Append('\n');
        }

        private void PrintBlobs()
        {
            if (blobs.Count == 0)
                return;
            text.Append("constants {\n");
            for (int i = 0; i < blobs.Count; i++)
                text.Append(CultureInfo.InvariantCulture, $"  @c{i} = base64(\"{Convert.ToBase64String(blobs[i].Bytes.Span)}\")\n");
            text.Append("}\n");
        }

        private string Constant(Literal literal) => $"{TypeText.Format(literal.Type)} {LiteralText.Format(literal, options.MaxInlineElements) ?? Long(literal)}";

        private string Long(Literal literal)
        {
            if (options.Constants == LongConstants.Elided)
                return "elided";
            blobs.Add(literal);
            return FormattableString.Invariant($"@c{blobs.Count - 1}");
        }

        private string Define(Value value)
        {
            numbers[value] = numbers.Count;
            return Reference(value);
        }

        private string Reference(Value? value) =>
            value is null ? "none"
            : inline.Contains(value) ? Constant(value.Constant!) // only constants are inline
            : numbers.TryGetValue(value, out int number) ? FormattableString.Invariant($"%{number}")
            : "%undefined";

        private static string TypeAndName(Value value) => TypeText.Format(value.Type) + Name(value);

        private static string Name(Value value) => value.Name is { } name ? " " + QuotedText.Quote(name) : string.Empty;
    }
}
