using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>
/// Transposed convolution: y[n, i·s + u − pad, j·s + v − pad, o] += x[n,i,j,c]·w[o,u,v,c], then bias and clamp;
/// the pads are those of the convolution that leads from y's size to x's.
/// </summary>
internal static class TransposedConvolution
{
    /// <summary>Computes it for floats or codes.</summary>
    public static Literal Evaluate(TransposeConv op, Call call)
    {
        (Literal filter, Literal input) = (call[1], call[2]);
        (Shape x, Shape w, Shape y) = (input.Type.Shape, filter.Type.Shape, call.Type.Shape);
        int channels = x[3], outputs = w[0];
        if (w[3] != channels || x[0] != y[0] || y[3] != outputs)
            throw call.Error($"has an input {x}, a filter {w} and an output {y}, which do not fit");
        var rows = Window.Of(y[1], w[1], op.Stride.Height, 1, op.Padding);
        var columns = Window.Of(y[2], w[2], op.Stride.Width, 1, op.Padding);
        float[] inputs = Accumulation.Operand(input), weights = Accumulation.Operand(filter);
        double[] sums = Elements.New<double>(call.Type);
        Shape pixels = Shape.Create(x.Dimensions[..3]);
        int[] at = new int[3];
        for (int pixel = 0; pixel < pixels.ElementCount; pixel++, Indices.Advance(at, pixels))
        {
            for (int u = 0; u < rows.Taps; u++)
            {
                int row = rows[at[1], u];
                for (int v = 0; v < columns.Taps && row >= 0; v++)
                {
                    int column = columns[at[2], v];
                    if (column < 0)
                        continue;
                    int to = ((((at[0] * y[1]) + row) * y[2]) + column) * outputs;
                    for (int o = 0; o < outputs; o++)
                    {
                        int tap = ((((o * w[1]) + u) * w[2]) + v) * channels;
                        for (int c = 0; c < channels; c++)
                            sums[to + o] += (double)inputs[(pixel * channels) + c] * weights[tap + c];
                    }
                }
            }
        }
        return Accumulation.Finish(call, sums, input.Type, filter.Type, call.Optional(3), op.Activation, halfUp: false);
    }
}
