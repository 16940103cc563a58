using System.Text.Json;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Converter.Keras;

/// <summary>An argument of a function of tensors, with its tensors computed.</summary>
/// <param name="Value">The tensor, where it is one.</param>
/// <param name="Items">The items, where it is a list with tensors in it.</param>
/// <param name="Plain">The value, where there is no tensor in it.</param>
internal sealed record Operand(Value? Value, IReadOnlyList<Operand>? Items, JsonElement Plain);

/// <summary>A call of a function of tensors (TensorFlow's or Keras's) in a model: arguments by position or by name, as Python takes them.</summary>
internal sealed class OpCall(Graph graph, string layer, string function, IReadOnlyList<Operand> positional, IReadOnlyDictionary<string, Operand> named)
{
    /// <summary>Where nodes are added.</summary>
    public Graph Graph => graph;

    /// <summary>The layer's name.</summary>
    public string Layer => layer;

    /// <summary>The function's name.</summary>
    public string Function => function;

    /// <summary>The argument, or null where it is neither given by position nor by one of the names, or is None.</summary>
    public Operand? Find(int position, params ReadOnlySpan<string> names)
    {
        Operand? found = position >= 0 && position < positional.Count ? positional[position] : null;
        foreach (string name in names)
            found ??= named.GetValueOrDefault(name);
        return found is { Value: null, Items: null, Plain.ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? null : found;
    }

    /// <summary>A tensor; numbers become a constant of <paramref name="element"/>.</summary>
    /// <exception cref="UnsupportedModelException">The argument is missing or something else.</exception>
    public Value Tensor(int position, string name, DType element = DType.Float32) => Find(position, name, Alternative(name)) switch
    {
        { Value: { } value } => value,
        { Items: { } items } => Stacked(items, element),
        { } plain => graph.Emit(Constant(plain.Plain, element, name)),
        null => throw Unsupported($"no {name}"),
    };

    /// <summary>Two tensors of one element type, of which one may be a number.</summary>
    /// <inheritdoc cref="Tensor" path="/exception"/>
    public (Value Left, Value Right) Pair(string left = "x", string right = "y")
    {
        DType element = Find(0, left, Alternative(left))?.Value?.Type.Element ?? Find(1, right, Alternative(right))?.Value?.Type.Element ?? DType.Float32;
        return (Tensor(0, left, element), Tensor(1, right, element));
    }

    /// <summary>The tensors of a list.</summary>
    /// <inheritdoc cref="Tensor" path="/exception"/>
    public IReadOnlyList<Value> Tensors(int position, string name)
    {
        Operand list = Find(position, name, Alternative(name)) ?? throw Unsupported($"no {name}");
        if (list.Value is { } one)
            return [one];
        IReadOnlyList<Operand> items = list.Items ?? throw Unsupported($"{name} = {list.Plain.Brief()}");
        DType element = items.Select(i => i.Value?.Type.Element).FirstOrDefault(e => e is not null) ?? DType.Float32;
        return [.. items.Select(i => i.Value ?? graph.Emit(Constant(i.Plain, element, name)))];
    }

    /// <summary>A whole number, or null.</summary>
    /// <inheritdoc cref="Tensor" path="/exception"/>
    public int? Integer(int position, params ReadOnlySpan<string> names) =>
        Find(position, names) is { } found ? found.Plain.AsInteger() ?? throw Unsupported(Describe(names, found)) : null;

    /// <summary>A number, or null.</summary>
    /// <inheritdoc cref="Tensor" path="/exception"/>
    public float? Number(int position, params ReadOnlySpan<string> names) =>
        Find(position, names) is { } found ? (float)(found.Plain.AsNumber() ?? throw Unsupported(Describe(names, found))) : null;

    /// <summary>Whole numbers, nested lists flattened; a single one as a list; or null.</summary>
    /// <inheritdoc cref="Tensor" path="/exception"/>
    public int[]? Integers(int position, params ReadOnlySpan<string> names)
    {
        if (Find(position, names) is not { } found)
            return null;
        var values = new List<int>();
        return found.Value is null && found.Items is null && Collect(found.Plain) ? [.. values] : throw Unsupported(Describe(names, found));

        bool Collect(JsonElement e)
        {
            if (e.ValueKind == JsonValueKind.Array)
                return e.EnumerateArray().All(Collect);
            if (e.AsInteger() is not { } whole)
                return false;
            values.Add(whole);
            return true;
        }
    }

    /// <summary>A truth value; false where it is absent.</summary>
    public bool Flag(int position, params ReadOnlySpan<string> names) => Find(position, names)?.Plain.ValueKind == JsonValueKind.True;

    /// <summary>A text, or null.</summary>
    public string? Text(int position, params ReadOnlySpan<string> names) => Find(position, names)?.Plain.AsText();

    /// <summary>The error that the call uses something that OneBit does not have.</summary>
    public UnsupportedModelException Unsupported(string what) => new($"function {function} with {what} is not supported", $"{function} with {what}");

    private Value Stacked(IReadOnlyList<Operand> items, DType element)
    {
        Value[] values = [.. items.Select(i => i.Value ?? graph.Emit(Constant(i.Plain, element, "values")))];
        return graph.Emit(new Pack(), values);
    }

    private Literal Constant(JsonElement plain, DType element, string name)
    {
        if (plain.Text("class_name") is "__tensor__" or "__numpy__" && plain.Find("config")?.Find("value") is { } wrapped)
            plain = wrapped;
        return PlainTensor.Read(plain, element) ?? throw Unsupported($"{name} = {plain.Brief()}");
    }

    private static string Describe(ReadOnlySpan<string> names, Operand found) =>
        $"{(names.Length > 0 ? names[0] : "argument")} = {(found.Value is not null ? "a tensor" : found.Items is not null ? "a list of tensors" : found.Plain.Brief())}";

    // TensorFlow and Keras 3 call the same things differently.
    private static string Alternative(string name) => name switch
    {
        "x" => "x1",
        "y" => "x2",
        "input" => "x",
        "values" => "xs",
        _ => name,
    };
}
