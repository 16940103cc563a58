using OneBit.Tensors;

namespace OneBit.Layers.Tests;

/// <summary>Convolutions in any number of dimensions as their definition says, in Keras's layouts: input [batch, spatial…, channels], kernel [taps…, in / groups, filters].</summary>
internal sealed record PlainConvolution(int[] Strides, int[] Dilation, BorderMode Border, float PadValue, int Groups)
{
    public (Shape Shape, float[] Values) Run(Shape input, float[] x, Shape kernel, float[] w, float[]? bias)
    {
        int dimensions = Strides.Length;
        int[] before = new int[dimensions];
        int[] output = new int[dimensions];
        for (int i = 0; i < dimensions; i++)
            (output[i], before[i]) = Extent(input[i + 1], kernel[i], Strides[i], Dilation[i]);
        int filters = kernel[^1];
        Shape shape = [input[0], .. output, filters];
        var values = new float[shape.ElementCount];
        int[] position = new int[shape.Rank];
        for (int n = 0; n < values.Length; n++, Next(position, shape))
        {
            double sum = bias?[position[^1]] ?? 0;
            int[] tap = new int[kernel.Rank];
            int taps = checked((int)kernel.ElementCount) / filters;
            Shape tapShape = [.. kernel.Take(kernel.Rank - 1), 1];
            for (int t = 0; t < taps; t++, Next(tap, tapShape))
            {
                int channel = (position[^1] / (filters / Groups) * kernel[^2]) + tap[^2];
                sum += (double)At(input, x, position, tap, before, channel) * w[Index(kernel, [.. tap.Take(kernel.Rank - 1), position[^1]])];
            }
            values[n] = (float)sum;
        }
        return (shape, values);
    }

    private (int Output, int Before) Extent(int size, int taps, int stride, int dilation)
    {
        int reach = ((taps - 1) * dilation) + 1;
        if (Border == BorderMode.Valid)
            return ((size - reach) / stride + 1, 0);
        int output = (size + stride - 1) / stride;
        return (output, Border == BorderMode.Causal ? reach - 1 : Math.Max(0, ((output - 1) * stride) + reach - size) / 2);
    }

    private float At(Shape input, float[] x, int[] position, int[] tap, int[] before, int channel)
    {
        int[] index = new int[input.Rank];
        index[0] = position[0];
        index[^1] = channel;
        for (int i = 0; i < Strides.Length; i++)
        {
            index[i + 1] = (position[i + 1] * Strides[i]) + (tap[i] * Dilation[i]) - before[i];
            if (index[i + 1] < 0 || index[i + 1] >= input[i + 1])
                return Border == BorderMode.Same ? PadValue : 0;
        }
        return x[Index(input, index)];
    }

    private static int Index(Shape shape, int[] position)
    {
        int index = 0;
        for (int i = 0; i < shape.Rank; i++)
            index = (index * shape[i]) + position[i];
        return index;
    }

    private static void Next(int[] position, Shape shape)
    {
        for (int i = shape.Rank - 1; i >= 0 && ++position[i] == shape[i]; i--)
            position[i] = 0;
    }
}
