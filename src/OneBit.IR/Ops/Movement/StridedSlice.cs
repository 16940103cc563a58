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
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands[0];
        long[]? begin = operands.Integers(1);
        long[]? end = operands.Integers(2);
        long[]? strides = operands.Integers(3);
        int length = operands.KnownLength(1);
        operands.IntegersFor(2, length);
        operands.IntegersFor(3, length);
        try
        {
            return begin is null || end is null || strides is null
                ? input.Moved(Open(input.Shape, length)).One()
                : input.Moved([.. StridedRanges.Resolve(this, input.Shape, begin, end, strides).Where(r => !r.Shrinks).Select(r => r.Length)]).One();
        }
        catch (FormatException e)
        {
            throw operands.Error($"needs {e.Message}", e.Message, $"{input}");
        }
    }

    private Shape Open(Shape input, int length) =>
    [
        .. StridedRanges.Positions(this, input.Rank, length)
            .Where(p => p.Position < 0 || p.Axis < 0 || !StridedRanges.Shrinks(this, p.Position))
            .Select(p => p.Axis < 0 ? 1 : p.Position < 0 ? input[p.Axis] : Shape.Unknown),
    ];
}
