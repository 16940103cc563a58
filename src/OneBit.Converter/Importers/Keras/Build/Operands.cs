using System.Text.Json;
using OneBit.IR;

namespace OneBit.Converter.Keras;

/// <summary>Turns the arguments of a call into operands.</summary>
internal static class Operands
{
    /// <summary>The call with its tensors computed. What a Keras 3 operation has in its configuration counts as named arguments.</summary>
    public static OpCall Call(Graph graph, string layer, string function, JsonElement settings, LayerCall call, Func<TensorReference, Value> value)
    {
        var named = new Dictionary<string, Operand>(StringComparer.Ordinal);
        if (settings.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in settings.EnumerateObject())
                named[property.Name] = new Operand(null, null, property.Value);
        }
        foreach ((string name, Argument argument) in call.Named)
            named[name] = Operand(argument);
        return new OpCall(graph, layer, function, [.. call.Arguments.Select(Operand)], named);

        Operand Operand(Argument argument) => argument switch
        {
            TensorArgument t => new(value(t.Reference), null, default),
            ListArgument l => new(null, [.. l.Items.Select(Operand)], default),
            PlainArgument p => new(null, null, p.Value),
            _ => new(null, [.. argument.Tensors().Select(t => new Operand(value(t), null, default))], default),
        };
    }
}
