using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Softmax along the last dimension.</summary>
internal static class SoftmaxRows
{
    /// <summary>y = exp(beta·(x − max)) / Σ. float32 in float64; codes as the tables or the fixed point of TensorFlow Lite have it.</summary>
    public static Literal Evaluate(Softmax op, Call call)
    {
        TensorType input = call[0].Type;
        int length = input.Shape.Rank == 0 ? 1 : input.Shape[^1];
        if (input.Element == DType.Float32)
            return Elements.Of(call.Type, Rows(Elements.Floats(call[0]), length, (row, result) => Row(row, result, op.Beta)));
        if (!Codes.AreIn(input) || !Codes.AreIn(call.Type))
            throw call.Unsupported();
        if (call.Type.Element == DType.Int16)
            return QuantizedSoftmax.ToInt16(op.Beta, call, length);
        return QuantizedSoftmax.ByTable(op.Beta, call, length);
    }

    /// <summary>y = x − max − ln Σ exp(x − max).</summary>
    public static Literal Logarithm(LogSoftmax op, Call call)
    {
        if (call[0].Type.Element != DType.Float32)
            throw call.Unsupported();
        int length = call.Type.Shape.Rank == 0 ? 1 : call.Type.Shape[^1];
        return Elements.Of(call.Type, Rows(Elements.Floats(call[0]), length, LogRow));
    }

    private static float[] Rows(float[] input, int length, Action<float[], float[]> function)
    {
        var result = new float[input.Length];
        var row = new float[length];
        for (int first = 0; length > 0 && first < input.Length; first += length)
        {
            function(input[first..(first + length)], row);
            row.CopyTo(result, first);
        }
        return result;
    }

    private static void Row(float[] x, float[] y, float beta)
    {
        float max = x.Max();
        double[] powers = Array.ConvertAll(x, v => Math.Exp((v - (double)max) * beta));
        double sum = powers.Sum();
        for (int i = 0; i < y.Length; i++)
            y[i] = (float)(powers[i] / sum);
    }

    private static void LogRow(float[] x, float[] y)
    {
        float max = x.Max();
        double log = Math.Log(x.Sum(v => Math.Exp(v - (double)max)));
        for (int i = 0; i < y.Length; i++)
            y[i] = (float)(x[i] - (double)max - log);
    }
}
