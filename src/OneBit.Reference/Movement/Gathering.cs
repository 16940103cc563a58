using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>y[b…, o…, i…, r…] = x[b…, o…, indices[b…, i…], r…]: the axis is replaced by the dimensions of the indices, less the shared batch dimensions.</summary>
internal static class Gathering
{
    /// <summary>Computes it.</summary>
    /// <exception cref="ModelFormatException">An index is out of range.</exception>
    public static Literal Evaluate(Gather op, Call call)
    {
        (Shape x, Shape i) = (call[0].Type.Shape, call[1].Type.Shape);
        int axis = call.Axis(op.Axis, x.Rank), batch = op.BatchDims < 0 ? op.BatchDims + i.Rank : op.BatchDims;
        if (batch < 0 || batch > axis || batch > i.Rank)
            throw call.Error($"has {op.BatchDims} batch dimensions, axis {op.Axis} and indices {i}");
        int[] indices = Checked(call, x[axis]);
        int[] strides = Indices.Strides(x), indexStrides = Indices.Strides(i);
        int picked = i.Rank - batch;
        return Rearrangement.Apply(call[0], call.Type, y =>
        {
            int at = 0, index = 0;
            for (int d = 0; d < axis; d++)
                at += y[d] * strides[d];
            for (int d = 0; d < batch; d++)
                index += y[d] * indexStrides[d];
            for (int d = 0; d < picked; d++)
                index += y[axis + d] * indexStrides[batch + d];
            for (int d = axis + 1; d < x.Rank; d++)
                at += y[d - 1 + picked] * strides[d];
            return at + (indices[index] * strides[axis]);
        });
    }

    private static int[] Checked(Call call, int length)
    {
        int[] indices = call.Ints(1);
        foreach (int index in indices)
        {
            if (index < 0 || index >= length)
                throw call.Error($"picks index {index} of a dimension of {length}");
        }
        return indices;
    }
}
