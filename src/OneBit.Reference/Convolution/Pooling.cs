using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>
/// y[n,i,j,c] = act(maximum or mean of x over the window); padding takes no part. The mean of codes is rounded, ties away from zero; input and output have one quantization.
/// </summary>
internal static class Pooling
{
    /// <summary>Computes it for float32, codes, or integers (maximum only).</summary>
    public static Literal Evaluate(Pool2D op, Call call)
    {
        Literal input = call[0];
        if (input.Type.Element == DType.Float32)
            return Elements.Of(call.Type, Activations.Apply(Windows(op, call, Elements.Floats(input), op.Kind == PoolKind.Max ? Maximum : Mean), op.Activation));
        if (input.Type.Element is DType.Int8 or DType.UInt8 or DType.Int16)
        {
            // Taken on codes themselves: the mean of negative codes rounds away from code 0, not from the zero point.
            float[] codes = Array.ConvertAll(Elements.Integers(input), v => (float)v);
            float[] pooled = Windows(op, call, codes, op.Kind == PoolKind.Max ? Maximum : RoundedMean);
            (int min, int max) = Codes.Range(call.Type, op.Activation);
            return Elements.OfIntegers(call.Type, Array.ConvertAll(pooled, v => Math.Clamp((long)v, min, max)));
        }
        throw call.Unsupported();
    }

    private static float Maximum(ReadOnlySpan<float> window)
    {
        float largest = window[0];
        foreach (float v in window)
            largest = v > largest ? v : largest;
        return largest;
    }

    private static float Mean(ReadOnlySpan<float> window) => (float)(Sum(window) / window.Length);

    private static float RoundedMean(ReadOnlySpan<float> window) => (float)Math.Round(Sum(window) / window.Length, MidpointRounding.AwayFromZero);

    private static double Sum(ReadOnlySpan<float> window)
    {
        double sum = 0;
        foreach (float v in window)
            sum += v;
        return sum;
    }

    private static float[] Windows(Pool2D op, Call call, float[] inputs, Func<ReadOnlySpan<float>, float> function)
    {
        (Shape x, Shape y) = (call[0].Type.Shape, call.Type.Shape);
        var rows = Window.Of(x[1], op.Filter.Height, op.Stride.Height, 1, op.Padding);
        var columns = Window.Of(x[2], op.Filter.Width, op.Stride.Width, 1, op.Padding);
        float[] result = Elements.New<float>(call.Type);
        int[] at = new int[4];
        var window = new List<float>();
        for (int k = 0; k < result.Length; k++, Indices.Advance(at, y))
        {
            window.Clear();
            for (int u = 0; u < rows.Taps; u++)
            {
                int row = rows[at[1], u];
                for (int v = 0; v < columns.Taps && row >= 0; v++)
                {
                    int column = columns[at[2], v];
                    if (column >= 0)
                        window.Add(inputs[(((((at[0] * x[1]) + row) * x[2]) + column) * x[3]) + at[3]]);
                }
            }
            result[k] = function(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(window));
        }
        return result;
    }
}
