using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Products of matrices.</summary>
internal static class MatrixProducts
{
    /// <summary>y[b,o] = act(bias[o] + Σ x[b,i]·w[o,i]); the input is read as rows of the filter's length. Of float32 the order of the sum is that of F9.</summary>
    public static Literal FullyConnected(FullyConnected op, Call call)
    {
        (Literal input, Literal filter) = (call[0], call[1]);
        int outputs = filter.Type.Shape[0], length = filter.Type.Shape[1];
        float[] inputs = Accumulation.Operand(input), weights = Accumulation.Operand(filter);
        double[] sums = Elements.New<double>(call.Type);
        if ((long)inputs.Length * outputs != (long)sums.Length * length)
            throw call.Error($"has an input {input.Type.Shape} for rows of {length}");
        if (Accumulation.IsFloat(call, input, filter))
            return FullyConnected(op, call, inputs, weights);
        for (int i = 0; i < sums.Length; i++)
        {
            (int b, int o) = int.DivRem(i, outputs);
            ReadOnlySpan<float> row = inputs.AsSpan(b * length, length), column = weights.AsSpan(o * length, length);
            for (int k = 0; k < row.Length; k++)
                sums[i] += (double)row[k] * column[k];
        }
        return Accumulation.Finish(call, sums, input.Type, filter.Type, call.Optional(2), op.Activation, halfUp: true);
    }

    private static Literal FullyConnected(FullyConnected op, Call call, float[] inputs, float[] weights)
    {
        int outputs = call[1].Type.Shape[0], length = call[1].Type.Shape[1], rows = length == 0 ? 0 : inputs.Length / length;
        float[] bias = Accumulation.Bias(call, outputs), result = new float[call.Type.Shape.ElementCount];
        for (int i = 0; i < result.Length; i++)
        {
            (int b, int o) = int.DivRem(i, outputs);
            ReadOnlySpan<float> row = inputs.AsSpan(b * length, length), column = weights.AsSpan(o * length, length);
            result[i] = FloatSums.InLanes(rows, outputs, length) ? FloatSums.FourLanes(row, column) + bias[o] : FloatSums.InOrder(bias[o], row, column);
        }
        return Elements.Of(call.Type, Activations.Apply(result, op.Activation));
    }

    /// <summary>y[…,i,j] = Σ x[…,i,k]·z[…,k,j], the leading dimensions broadcast; an adjoint operand swaps its last two indices.</summary>
    public static Literal BatchMatMul(BatchMatMul op, Call call)
    {
        (Shape x, Shape z, Shape y) = (call[0].Type.Shape, call[1].Type.Shape, call.Type.Shape);
        int rows = y[^2], columns = y[^1], depth = op.AdjointLeft ? x[^2] : x[^1];
        if (depth != (op.AdjointRight ? z[^1] : z[^2]))
            throw call.Error($"multiplies {x} by {z}, whose inner dimensions differ");
        Shape batch = Shape.Create(y.Dimensions[..^2]);
        int[] left = Indices.Broadcast(Shape.Create(x.Dimensions[..^2]), batch), right = Indices.Broadcast(Shape.Create(z.Dimensions[..^2]), batch);
        float[] xs = Accumulation.Operand(call[0]), zs = Accumulation.Operand(call[1]);
        double[] sums = Elements.New<double>(call.Type);
        int at = 0;
        for (int b = 0; b < left.Length; b++)
        {
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++, at++)
                {
                    for (int k = 0; k < depth; k++)
                    {
                        int xk = (left[b] * rows * depth) + (op.AdjointLeft ? (k * rows) + i : (i * depth) + k);
                        int zk = (right[b] * columns * depth) + (op.AdjointRight ? (j * depth) + k : (k * columns) + j);
                        sums[at] += (double)xs[xk] * zs[zk];
                    }
                }
            }
        }
        return Accumulation.Finish(call, sums, call[0].Type, call[1].Type, bias: null, Activation.None, halfUp: false);
    }
}
