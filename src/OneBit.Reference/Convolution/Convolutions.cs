using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Convolutions of floats or codes. Padding is 0 (the zero point) and takes no part in the sum.</summary>
internal static class Convolutions
{
    /// <summary>y[n,i,j,o] = act(bias[o] + Σ x[n, i·s + u·d − pad, j·s + v·d − pad, g·C + c]·w[o,u,v,c]), g = o / (outputs / groups), C = filter depth, groups = input channels / C. Of float32 the sum starts at the bias and fuses each product (F13).</summary>
    public static Literal Conv2D(Conv2D op, Call call)
    {
        (Literal input, Literal filter) = (call[0], call[1]);
        (Shape x, Shape w, Shape y) = (input.Type.Shape, filter.Type.Shape, call.Type.Shape);
        int channels = x[3], outputs = w[0], depth = w[3];
        if (depth == 0 || channels % depth != 0 || outputs % (channels / depth) != 0)
            throw call.Error($"has {channels} input channels, {outputs} outputs and a filter depth of {depth}: no whole number of groups");
        int outputsPerGroup = outputs / (channels / depth);
        var rows = Window.Of(x[1], w[1], op.Stride.Height, op.Dilation.Height, op.Padding);
        var columns = Window.Of(x[2], w[2], op.Stride.Width, op.Dilation.Width, op.Padding);
        float[] inputs = Accumulation.Operand(input), weights = Accumulation.Operand(filter);
        bool isFloat = Accumulation.IsFloat(call, input, filter);
        float[] bias = isFloat ? Accumulation.Bias(call, outputs) : [], floats = new float[isFloat ? y.ElementCount : 0];
        double[] sums = isFloat ? [] : Elements.New<double>(call.Type);
        int at = 0;
        for (int n = 0; n < y[0]; n++)
        {
            for (int i = 0; i < y[1]; i++)
            {
                for (int j = 0; j < y[2]; j++)
                {
                    for (int o = 0; o < outputs; o++, at++)
                    {
                        if (isFloat)
                            floats[at] = FloatSum(n, i, j, o);
                        else
                            sums[at] = Sum(n, i, j, o);
                    }
                }
            }
        }
        if (isFloat)
            return Elements.Of(call.Type, Activations.Apply(floats, op.Activation));
        return Accumulation.Finish(call, sums, input.Type, filter.Type, call.Optional(2), op.Activation, halfUp: true);

        float FloatSum(int n, int i, int j, int o)
        {
            float sum = bias[o];
            for (int u = 0; u < rows.Taps; u++)
            {
                for (int v = 0; v < columns.Taps; v++)
                {
                    if (IsInside(i, j, u, v))
                        sum = FloatSums.InOrder(sum, Pixel(n, i, j, o, u, v), Tap(o, u, v));
                }
            }
            return sum;
        }

        double Sum(int n, int i, int j, int o)
        {
            double sum = 0;
            for (int u = 0; u < rows.Taps; u++)
            {
                for (int v = 0; v < columns.Taps; v++)
                {
                    if (!IsInside(i, j, u, v))
                        continue;
                    ReadOnlySpan<float> pixel = Pixel(n, i, j, o, u, v), tap = Tap(o, u, v);
                    for (int c = 0; c < pixel.Length; c++)
                        sum += (double)pixel[c] * tap[c];
                }
            }
            return sum;
        }

        bool IsInside(int i, int j, int u, int v) => rows[i, u] >= 0 && columns[j, v] >= 0;

        ReadOnlySpan<float> Pixel(int n, int i, int j, int o, int u, int v) =>
            inputs.AsSpan((((((n * x[1]) + rows[i, u]) * x[2]) + columns[j, v]) * channels) + (o / outputsPerGroup * depth), depth);

        ReadOnlySpan<float> Tap(int o, int u, int v) => weights.AsSpan(((((o * w[1]) + u) * w[2]) + v) * depth, depth);
    }

    /// <summary>y[n,i,j,c·m + k] = act(bias[c·m + k] + Σ x[n, i·s + u·d − pad, j·s + v·d − pad, c]·w[0,u,v,c·m + k]), m outputs per channel.</summary>
    public static Literal DepthwiseConv2D(DepthwiseConv2D op, Call call)
    {
        (Literal input, Literal filter) = (call[0], call[1]);
        (Shape x, Shape w, Shape y) = (input.Type.Shape, filter.Type.Shape, call.Type.Shape);
        int channels = x[3], outputs = w[3];
        if (channels == 0 || outputs % channels != 0)
            throw call.Error($"has {outputs} outputs for {channels} input channels");
        int multiplier = outputs / channels;
        var rows = Window.Of(x[1], w[1], op.Stride.Height, op.Dilation.Height, op.Padding);
        var columns = Window.Of(x[2], w[2], op.Stride.Width, op.Dilation.Width, op.Padding);
        float[] inputs = Accumulation.Operand(input), weights = Accumulation.Operand(filter);
        double[] sums = Elements.New<double>(call.Type);
        for (int pixel = 0; pixel < sums.Length / Math.Max(1, outputs); pixel++)
        {
            (int ni, int j) = int.DivRem(pixel, y[2]);
            (int n, int i) = int.DivRem(ni, y[1]);
            Span<double> sum = sums.AsSpan(pixel * outputs, outputs);
            for (int u = 0; u < rows.Taps; u++)
            {
                int row = rows[i, u];
                for (int v = 0; v < columns.Taps && row >= 0; v++)
                {
                    int column = columns[j, v];
                    if (column < 0)
                        continue;
                    int from = ((((n * x[1]) + row) * x[2]) + column) * channels, tap = ((u * w[2]) + v) * outputs;
                    for (int o = 0; o < outputs; o++)
                        sum[o] += (double)inputs[from + (o / multiplier)] * weights[tap + o];
                }
            }
        }
        return Accumulation.Finish(call, sums, input.Type, filter.Type, call.Optional(2), op.Activation, halfUp: false);
    }

    /// <summary>y[n,i,j,k,o] = act(bias[o] + Σ x[n, i·s + t·d − pad, j·s + u·d − pad, k·s + v·d − pad, c]·w[t,u,v,c,o]).</summary>
    public static Literal Conv3D(Conv3D op, Call call)
    {
        (Literal input, Literal filter) = (call[0], call[1]);
        (Shape x, Shape w, Shape y) = (input.Type.Shape, filter.Type.Shape, call.Type.Shape);
        int channels = x[4], outputs = w[4];
        if (w[3] != channels)
            throw call.Error($"has {channels} input channels and a filter depth of {w[3]}");
        var windows = new Window[3];
        for (int d = 0; d < 3; d++)
            windows[d] = Window.Of(x[d + 1], w[d], op.Stride[d], op.Dilation[d], op.Padding);
        float[] inputs = Accumulation.Operand(input), weights = Accumulation.Operand(filter);
        double[] sums = Elements.New<double>(call.Type);
        Shape voxels = Shape.Create(y.Dimensions[..4]), taps = Shape.Create(w.Dimensions[..3]);
        int[] at = new int[4], tap = new int[3];
        for (int voxel = 0; voxel < voxels.ElementCount; voxel++, Indices.Advance(at, voxels))
        {
            Span<double> sum = sums.AsSpan(voxel * outputs, outputs);
            for (int t = 0; t < taps.ElementCount; t++, Indices.Advance(tap, taps))
            {
                (int plane, int row, int column) = (windows[0][at[1], tap[0]], windows[1][at[2], tap[1]], windows[2][at[3], tap[2]]);
                if (plane < 0 || row < 0 || column < 0)
                    continue;
                int from = ((((((at[0] * x[1]) + plane) * x[2]) + row) * x[3]) + column) * channels;
                for (int c = 0; c < channels; c++)
                {
                    for (int o = 0; o < outputs; o++)
                        sum[o] += (double)inputs[from + c] * weights[(((t * channels) + c) * outputs) + o];
                }
            }
        }
        return Accumulation.Finish(call, sums, input.Type, filter.Type, call.Optional(2), op.Activation, halfUp: false);
    }
}
