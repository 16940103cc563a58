using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>How a mirror treats the border element.</summary>
public enum MirrorPadMode
{
    /// <summary>The border element is not repeated.</summary>
    Reflect,

    /// <summary>The border element is repeated.</summary>
    Symmetric,
}

/// <summary>Pads by mirroring, with (symmetric) or without (reflect) the border element.</summary>
public sealed record MirrorPad : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<MirrorPad> Row { get; } = new(
        "MirrorPad",
        ["input", "pads"],
        Attribute<MirrorPad>.Enum("mode", op => op.Mode, (op, value) => op with { Mode = value }));

    /// <summary>Which mirror.</summary>
    public MirrorPadMode Mode { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
