using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Slices along an axis by index.</summary>
public sealed record Gather : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Gather> Row { get; } = new(
        "Gather",
        ["input", "indices"],
        Attribute<Gather>.Int("axis", op => op.Axis, (op, value) => op with { Axis = value }),
        Attribute<Gather>.Int("batch_dims", op => op.BatchDims, (op, value) => op with { BatchDims = value }));

    /// <summary>The axis; a negative one counts from the end.</summary>
    public int Axis { get; init; }

    /// <summary>Leading dimensions that the indices share with the input.</summary>
    public int BatchDims { get; init; }

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands.RankAtLeast(0, 1);
        Shape indices = operands.Elements(1, DType.Int32, DType.Int64, DType.Int16).Shape;
        int axis = operands.Axis(Axis, input.Shape.Rank);
        int batch = BatchDims < 0 ? BatchDims + indices.Rank : BatchDims;
        if (batch < 0 || batch > indices.Rank || batch > axis)
            throw operands.Wrong("batch_dims", $"in 0 to {Math.Min(indices.Rank, axis)}", $"{BatchDims}");
        for (int i = 0; i < batch; i++)
            operands.SameSize($"dimension {i} of {operands.Describe(1)} of", input.Shape[i], indices[i]);
        CheckIndices(operands, input.Shape[axis]);
        return input.Moved([.. input.Shape.Take(axis), .. indices.Skip(batch), .. input.Shape.Skip(axis + 1)]).One();
    }

    private static void CheckIndices(Operands operands, int size)
    {
        if (size == Shape.Unknown || operands.Constant(1) is not { } indices)
            return;
        for (int i = 0; i < indices.Type.StoredElementCount; i++)
        {
            long index = indices.Type.Element switch
            {
                DType.Int32 => indices.Values<int>()[i],
                DType.Int64 => indices.Values<long>()[i],
                _ => indices.Values<short>()[i],
            };
            if (index < 0 || index >= size)
                throw operands.Wrong(operands.Describe(1), $"in 0 to {size - 1}", $"{index}");
        }
    }
}
