using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Repeats a tensor multiples[i] times along dimension i.</summary>
public sealed record Tile : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Tile> Row { get; } = new(
        "Tile",
        ["input", "multiples"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
