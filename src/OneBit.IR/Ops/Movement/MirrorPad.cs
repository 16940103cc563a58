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
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands[0];
        long[]? pads = operands.Pairs(1, input.Shape.Rank);
        for (int i = 0; i < pads?.Length; i++)
        {
            int size = input.Shape[i / 2];
            int most = Mode == MirrorPadMode.Reflect ? size - 1 : size;
            if (size != Shape.Unknown && pads[i] > Math.Max(0, most))
                throw operands.Wrong($"{operands.Describe(1)} of dimension {i / 2}", $"of at most {Math.Max(0, most)}", $"{pads[i]}");
        }
        return input.Moved(input.Shape.Padded(pads)).One();
    }
}
