using System.Collections.Immutable;
using OneBit.IR;
using OneBit.TfLite.FlatBuffers;

namespace OneBit.TfLite.Codecs;

/// <summary>Options of a builtin operator; where the table is absent every field has its default.</summary>
internal readonly struct OptionReader(FlatTable? table)
{
    public int Int(Field field, int absent = 0) => table?.Int32(field, absent) ?? absent;

    public float Float(Field field) => table?.Float32(field) ?? 0;

    public bool Bool(Field field) => table?.Bool(field) ?? false;

    public ImmutableArray<int> Ints(Field field) => table?.Ints(field) is { } values ? [.. values] : [];

    public Size2D Size(Field height, Field width, int absent = 0) => new(Int(height, absent), Int(width, absent));

    public Padding Padding(Field field) => Word(field, ["SAME", "VALID"], IR.Padding.Same, IR.Padding.Valid);

    public MirrorPadMode Mirror(Field field) => Word(field, ["REFLECT", "SYMMETRIC"], MirrorPadMode.Reflect, MirrorPadMode.Symmetric);

    /// <exception cref="UnsupportedModelException">TANH and SIGN_BIT, which the schema has and no interpreter of this generation runs.</exception>
    public Activation Activation(Field field)
    {
        if (table?.UInt8(field) is 4 or 5)
            throw new UnsupportedModelException($"{field.Name} {(table?.UInt8(field) == 4 ? "TANH" : "SIGN_BIT")} is not supported: put the function behind the operator", "fused TANH or SIGN_BIT");
        return Word(field, ["NONE", "RELU", "RELU_N1_TO_1", "RELU6"], IR.Activation.None, IR.Activation.Relu, IR.Activation.ReluN1To1, IR.Activation.Relu6);
    }

    /// <exception cref="UnsupportedModelException">The field is not 0.</exception>
    public void MustBeDefault(Field field)
    {
        if (table?.UInt8(field) is { } value and not 0)
            throw new UnsupportedModelException($"{field.Name} {value} is not supported", $"{field.Name} {value}");
    }

    private T Word<T>(Field field, ReadOnlySpan<string> words, params ReadOnlySpan<T> values)
    {
        int number = table?.UInt8(field) ?? 0;
        return number < values.Length ? values[number] : throw table!.Value.Error($"{field.Name} is {number}, there are {Listed(words)}: convert the model again", field, Listed(words), $"{number}");
    }

    private static string Listed(ReadOnlySpan<string> words)
    {
        var parts = new List<string>(words.Length);
        for (int i = 0; i < words.Length; i++)
            parts.Add($"{i} {words[i]}");
        return string.Join(", ", parts);
    }
}
