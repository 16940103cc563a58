using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>The convolution over levels: bits are unpacked to the integers that they stand for, summed exactly, then transformed.  (F11, F12)</summary>
internal static class LevelConvolution
{
    /// <summary>float32: T(e). int8: saturate(round(T(e)/scale) + zero point), NaN the zero point. bits: bit 0 where least ≤ e ≤ most.</summary>
    public static Literal Evaluate(LevelConv2D op, Call call)
    {
        long[] sums = Sums(op, call);
        return call.Type.Element switch
        {
            DType.Float32 => Elements.Of(call.Type, LevelTransform.Apply(call, sums)),
            DType.Int8 when call.Type.Quantization is { IsPerChannel: false } q => Elements.OfIntegers(call.Type, LevelTransform.Rounded(LevelTransform.Apply(call, sums), q, op.Ties)),
            DType.Bits => LevelTransform.Packed(call, sums),
            _ => throw call.Unsupported(),
        };
    }

    // e = Σ v·X over taps and channels of the group; the padded image holds pad_value.
    private static long[] Sums(LevelConv2D op, Call call)
    {
        Shape x = call[0].Type.Shape, w = call[1].Type.Shape, y = call.Type.Shape;
        int planes = x.Rank == 5 ? x[0] : 1;
        if (x.Rank == 5)
            x = Shape.Create(x.Dimensions[1..]);
        int channels = x[3], outputs = w[0], depth = w[3];
        if (depth == 0 || channels % depth != 0 || channels == 0 || outputs % (channels / depth) != 0)
            throw call.Error($"has {channels} input channels, {outputs} outputs and a filter depth of {depth}: no whole number of groups");
        int outputsPerGroup = outputs / (channels / depth);
        int top = op.Pads.IsDefaultOrEmpty ? 0 : op.Pads[0], left = op.Pads.IsDefaultOrEmpty ? 0 : op.Pads[2];
        Window rows = Of(x[1], w[1], op.Stride.Height, op.Dilation.Height, op.Padding, top);
        Window columns = Of(x[2], w[2], op.Stride.Width, op.Dilation.Width, op.Padding, left);
        int[] inputs = Inputs(op, call[0], planes), signs = Signs(call[1]);
        long[] sums = Elements.New<long>(new TensorType(DType.Int64, y));
        for (int i = 0; i < sums.Length; i++)
        {
            (int pixel, int o) = int.DivRem(i, outputs);
            (int ni, int j) = int.DivRem(pixel, y[2]);
            (int n, int row) = int.DivRem(ni, y[1]);
            for (int u = 0; u < rows.Taps; u++)
            {
                int h = rows[row, u];
                for (int v = 0; v < columns.Taps; v++)
                {
                    int k = columns[j, v];
                    ReadOnlySpan<int> tap = signs.AsSpan(((((o * w[1]) + u) * w[2]) + v) * depth, depth);
                    int from = (((((n * x[1]) + h) * x[2]) + k) * channels) + (o / outputsPerGroup * depth);
                    for (int c = 0; c < depth; c++)
                        sums[i] += tap[c] * (long)(h < 0 || k < 0 ? op.PadValue : inputs[from + c]);
                }
            }
        }
        return sums;
    }

    private static Window Of(int input, int taps, int stride, int dilation, Padding padding, int before)
    {
        var window = Window.Of(input, taps, stride, dilation, padding);
        return before > 0 ? window with { Before = before } : window;
    }

    // Bipolar: 1 − 2·bit. Unipolar: Σ 2ⁱ·(1 − bitᵢ) − zero.
    private static int[] Inputs(LevelConv2D op, Literal packed, int planes)
    {
        long[] bits = Elements.Integers(Elements.Unpacked(packed));
        if (op.Levels == InputLevels.Bipolar)
            return Array.ConvertAll(bits, bit => 1 - (2 * (int)bit));
        int[] values = new int[bits.Length / planes];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = -op.Zero;
            for (int plane = 0; plane < planes; plane++)
                values[i] += (1 - (int)bits[(plane * values.Length) + i]) << plane;
        }
        return values;
    }

    private static int[] Signs(Literal packed) => Array.ConvertAll(Elements.Integers(Elements.Unpacked(packed)), bit => 1 - (2 * (int)bit));
}
