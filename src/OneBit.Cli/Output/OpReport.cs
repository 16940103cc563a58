using System.Collections.Immutable;
using System.Text.Json;
using OneBit.IR;
using OneBit.Runtime;
using OneBit.Tensors;

namespace OneBit.Cli.Output;

/// <summary>What there is to say about one op of a model. <see cref="Index"/> counts the ops, constants left out; <see cref="Macs"/> is null where shapes are not known yet.</summary>
internal sealed record OpReport(int Index, Node Node, string Name, string? Kernel, Macs? Macs, long Bytes)
{
    /// <summary>The ops of <paramref name="graph"/> in order of execution; kernels out of <paramref name="plan"/> by the name of the result.</summary>
    public static IReadOnlyList<OpReport> Of(Graph graph, ExecutionPlan? plan)
    {
        var kernels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Step step in plan?.Steps ?? [])
            kernels.TryAdd(step.Name, step.Kernel);
        return
        [
            .. graph.Nodes.Where(node => node.Op is not Constant).Select((node, i) =>
            {
                string name = node.Results.Count > 0 ? node.Results[0].Name ?? string.Empty : string.Empty;
                return new OpReport(i, node, name, kernels.GetValueOrDefault(name), MacsOf(node), IR.Macs.ParameterBytes(node));
            }),
        ];
    }

    /// <summary>Elements of constant operands of floats and bits: what training would adjust. Shapes and axes do not count.</summary>
    public long Parameters => Node.Operands.Distinct().Where(o => o?.Constant is not null).Sum(o => IsWeight(o!.Type) ? o.Type.Shape.ElementCount : 0);

    /// <summary>Writes the members of a JSON object.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteNumber("index", Index);
        json.WriteString("op", Node.Op.Schema.Name);
        json.WriteString("name", Name);
        json.WriteString("kernel", Kernel);
        json.Objects("inputs", Node.Operands, operand =>
        {
            json.WriteString("name", operand?.Name);
            if (operand is null)
                return;
            TensorJson.Write(json, operand.Type);
            json.WriteBoolean("constant", operand.Constant is not null);
        });
        json.Objects("outputs", Node.Results, result =>
        {
            json.WriteString("name", result.Name);
            TensorJson.Write(json, result.Type);
        });
        json.WriteStartObject("attributes");
        foreach (OpAttribute attribute in Node.Op.Schema.Attributes)
            WriteAttribute(json, attribute.Name, attribute.Get(Node.Op));
        json.WriteEndObject();
        WriteMacs(json, Macs);
        json.WriteNumber("parameters", Parameters);
        json.WriteNumber("bytes", Bytes);
    }

    /// <summary>Writes <c>macs</c> with one member per kind; null where they are not known.</summary>
    public static void WriteMacs(Utf8JsonWriter json, Macs? macs)
    {
        if (macs is not { } known)
        {
            json.WriteNull("macs");
            return;
        }
        json.WriteStartObject("macs");
        json.WriteNumber("binary", known.Binary);
        json.WriteNumber("int8", known.Int8);
        json.WriteNumber("float", known.Float);
        json.WriteEndObject();
    }

    private static Macs? MacsOf(Node node) =>
        node.Results.All(r => r.Type.Shape.IsStatic) && node.Operands.All(o => o is null || o.Type.Shape.IsStatic) ? IR.Macs.Of(node) : null;

    private static bool IsWeight(TensorType type) => type.Element.IsFloat() || type.Element is DType.Bits or DType.Int8 or DType.UInt8;

    private static void WriteAttribute(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case int number:
                json.WriteNumber(name, number);
                break;
            case float number:
                json.Real(name, number);
                break;
            case bool yes:
                json.WriteBoolean(name, yes);
                break;
            case ImmutableArray<int> numbers:
                json.Integers(name, numbers);
                break;
            default:
                json.WriteString(name, value.ToString());
                break;
        }
    }
}
