using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Batch normalization at inference, in the order of roundings that the op says.  (F10)</summary>
internal static class BatchNormalization
{
    /// <summary>y = (x − mean)·g + beta, or x·g + (beta − mean·g); g = r·gamma, r = 1/√(variance + epsilon).</summary>
    public static Literal Evaluate(BatchNorm op, Call call)
    {
        int channels = call.Type.Shape[^1];
        float[] mean = Channels.Floats(call, 1, channels), variance = Channels.Floats(call, 2, channels);
        float[]? gamma = Channels.OptionalFloats(call, 3, channels), beta = Channels.OptionalFloats(call, 4, channels);
        float[] values = Elements.Floats(call[0]);
        for (int i = 0; i < values.Length; i++)
        {
            int c = i % channels;
            float sum = variance[c] + op.Epsilon;
            float g = (float)(1 / Math.Sqrt(sum));
            if (gamma is not null)
                g *= gamma[c];
            float shift = beta?[c] ?? 0;
            values[i] = op.Form == BatchNormForm.Centered ? Centred(values[i], mean[c], g, shift) : Folded(values[i], mean[c], g, shift);
        }
        return Elements.Of(call.Type, values);
    }

    private static float Centred(float x, float mean, float g, float beta)
    {
        float difference = x - mean;
        float product = difference * g;
        return product + beta;
    }

    private static float Folded(float x, float mean, float g, float beta)
    {
        float product = x * g, offset = mean * g;
        return product + (beta - offset);
    }
}
