using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Slicing with strides, as in begin:end:stride of NumPy; bit i of a mask is about position i.</summary>
public sealed record StridedSlice : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<StridedSlice> Row { get; } = new(
        "StridedSlice",
        ["input", "begin", "end", "strides"],
        Attribute<StridedSlice>.Int("begin_mask", op => op.BeginMask, (op, value) => op with { BeginMask = value }),
        Attribute<StridedSlice>.Int("end_mask", op => op.EndMask, (op, value) => op with { EndMask = value }),
        Attribute<StridedSlice>.Int("ellipsis_mask", op => op.EllipsisMask, (op, value) => op with { EllipsisMask = value }),
        Attribute<StridedSlice>.Int("new_axis_mask", op => op.NewAxisMask, (op, value) => op with { NewAxisMask = value }),
        Attribute<StridedSlice>.Int("shrink_axis_mask", op => op.ShrinkAxisMask, (op, value) => op with { ShrinkAxisMask = value }),
        Attribute<StridedSlice>.Bool("offset", op => op.Offset, (op, value) => op with { Offset = value }));

    /// <summary>Positions whose begin is ignored.</summary>
    public int BeginMask { get; init; }

    /// <summary>Positions whose end is ignored.</summary>
    public int EndMask { get; init; }

    /// <summary>The position that stands for all dimensions not named.</summary>
    public int EllipsisMask { get; init; }

    /// <summary>Positions that insert a dimension of 1.</summary>
    public int NewAxisMask { get; init; }

    /// <summary>Positions that pick one index and drop the dimension.</summary>
    public int ShrinkAxisMask { get; init; }

    /// <summary>Whether end is relative to begin.</summary>
    public bool Offset { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands) => throw new NotSupportedException();
}
