using System.Collections.Immutable;
using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>The value types that an attribute can have.</summary>
public enum AttributeKind
{
    /// <summary>An <see cref="int"/>.</summary>
    Int,

    /// <summary>A <see cref="float"/>.</summary>
    Float,

    /// <summary>A <see cref="bool"/>.</summary>
    Bool,

    /// <summary>A list of <see cref="int"/>.</summary>
    Ints,

    /// <summary>One of a fixed set of words, held as <see cref="string"/>.</summary>
    Word,

    /// <summary>Any <see cref="string"/>.</summary>
    Text,
}

/// <summary>One attribute of a kind of op: read, replaced, printed and parsed through this single description.</summary>
public abstract class OpAttribute(string name, AttributeKind kind)
{
    /// <summary>Name in the text form, lower case with underscores.</summary>
    public string Name { get; } = name;

    /// <summary>What <see cref="Get"/> returns and <see cref="With"/> takes.</summary>
    public AttributeKind Kind { get; } = kind;

    /// <summary>The words allowed where <see cref="Kind"/> is <see cref="AttributeKind.Word"/>.</summary>
    public abstract IReadOnlyList<string> Words { get; }

    /// <summary>The attribute's value in <paramref name="op"/>: int, float, bool, string, ImmutableArray of int.</summary>
    public abstract object Get(Op op);

    /// <summary>A copy of <paramref name="op"/> with the attribute set.</summary>
    public abstract Op With(Op op, object value);
}

/// <inheritdoc cref="OpAttribute"/>
/// <param name="name">Name in the text form.</param>
/// <param name="kind">The type of the values.</param>
/// <param name="get">Reads the attribute.</param>
/// <param name="with">Replaces it.</param>
/// <param name="words">The words allowed, where the kind is <see cref="AttributeKind.Word"/>; asked for when needed, as reading a model needs none.</param>
public sealed class OpAttribute<T>(string name, AttributeKind kind, Func<T, object> get, Func<T, object, T> with, Func<IReadOnlyList<string>>? words = null)
    : OpAttribute(name, kind)
    where T : Op
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Words => words?.Invoke() ?? [];

    /// <inheritdoc/>
    public override object Get(Op op) => get((T)op);

    /// <inheritdoc/>
    public override Op With(Op op, object value) => with((T)op, value);
}

/// <summary>Short ways to write the attributes of an op.</summary>
public static class Attribute<T>
    where T : Op
{
    /// <summary>A whole number.</summary>
    public static OpAttribute<T> Int(string name, Func<T, int> get, Func<T, int, T> with) =>
        new(name, AttributeKind.Int, op => get(op), (op, value) => with(op, (int)value));

    /// <summary>A float32.</summary>
    public static OpAttribute<T> Float(string name, Func<T, float> get, Func<T, float, T> with) =>
        new(name, AttributeKind.Float, op => get(op), (op, value) => with(op, (float)value));

    /// <summary>Yes or no.</summary>
    public static OpAttribute<T> Bool(string name, Func<T, bool> get, Func<T, bool, T> with) =>
        new(name, AttributeKind.Bool, op => get(op), (op, value) => with(op, (bool)value));

    /// <summary>Whole numbers.</summary>
    public static OpAttribute<T> Ints(string name, Func<T, ImmutableArray<int>> get, Func<T, ImmutableArray<int>, T> with) =>
        new(name, AttributeKind.Ints, op => get(op), (op, value) => with(op, (ImmutableArray<int>)value));

    /// <summary>Height and width.</summary>
    public static OpAttribute<T> Size(string name, Func<T, Size2D> get, Func<T, Size2D, T> with) =>
        new(name, AttributeKind.Ints, op => ImmutableArray.Create(get(op).Height, get(op).Width), (op, value) => with(op, Size2D.From((ImmutableArray<int>)value)));

    /// <summary>A string.</summary>
    public static OpAttribute<T> Text(string name, Func<T, string> get, Func<T, string, T> with) =>
        new(name, AttributeKind.Text, get, (op, value) => with(op, (string)value));

    /// <summary>An element type by its short name.</summary>
    public static OpAttribute<T> Element(string name, Func<T, DType> get, Func<T, DType, T> with) =>
        new(
            name,
            AttributeKind.Word,
            op => get(op).Name(),
            (op, value) => with(op, DTypes.TryParse((string)value, out DType type) ? type : throw new FormatException($"no element type is called {value}")),
            () => [.. DTypes.All.Select(t => t.Name())]);

    /// <summary>A member of an enumeration, in words like <c>relu_n1_to1</c> (<see cref="Words"/>).</summary>
    public static OpAttribute<T> Enum<TEnum>(string name, Func<T, TEnum> get, Func<T, TEnum, T> with)
        where TEnum : struct, Enum =>
        new(name, AttributeKind.Word, op => Words.Of(get(op)), (op, value) => with(op, Words.Parse<TEnum>((string)value)), Words.All<TEnum>);
}
