using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Reads int32 words [.., ⌈channels/32⌉] as bits [.., channels]; bits after the last channel are cleared. Free where they are clear.</summary>
public sealed record WordsToBits : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<WordsToBits> Row { get; } = new(
        "WordsToBits",
        ["input"],
        Attribute<WordsToBits>.Int("channels", op => op.Channels, (op, value) => op with { Channels = value }));

    /// <summary>True number of channels.</summary>
    public int Channels { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        Shape words = operands.RankAtLeast(0, 1).Shape;
        operands.Elements(0, DType.Int32);
        operands.AtLeast("channels", 1, Channels);
        operands.SameSize($"for {Channels} channels an innermost dimension of", BitLayout.Words(Channels), words[^1]);
        return DType.Bits.Of(words.With(words.Rank - 1, Channels));
    }
}
