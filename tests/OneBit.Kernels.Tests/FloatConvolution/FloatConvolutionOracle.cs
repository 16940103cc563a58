using Xunit;

namespace OneBit.Kernels.Tests.FloatConvolution;

/// <summary>Convolution by its definition in float64, with the sum of the terms' magnitudes, by which float32 sums are judged.</summary>
internal static class FloatConvolutionOracle
{
    public static (double[] Sums, double[] Magnitudes) Sums(ConvolutionShape shape, float[] input, float[] filter, float[] bias)
    {
        WindowShape w = shape.Window;
        var sums = new double[shape.OutputLength];
        var magnitudes = new double[shape.OutputLength];
        for (int index = 0; index < sums.Length; index++)
        {
            int o = index % shape.OutputChannels, pixel = index / shape.OutputChannels;
            int x = pixel % w.OutputWidth, y = pixel / w.OutputWidth % w.OutputHeight, n = pixel / w.OutputWidth / w.OutputHeight;
            double sum = bias.Length == 0 ? 0 : bias[o], magnitude = Math.Abs(sum);
            for (int ky = 0; ky < w.FilterHeight; ky++)
            {
                for (int kx = 0; kx < w.FilterWidth; kx++)
                {
                    int iy = y * w.StrideY - w.PadTop + ky * w.DilationY, ix = x * w.StrideX - w.PadLeft + kx * w.DilationX;
                    if (iy < 0 || iy >= w.InputHeight || ix < 0 || ix >= w.InputWidth)
                        continue;
                    for (int i = 0; i < shape.InputChannels / shape.Groups; i++)
                    {
                        int channel = o / (shape.OutputChannels / shape.Groups) * (shape.InputChannels / shape.Groups) + i;
                        double term = (double)input[((n * w.InputHeight + iy) * w.InputWidth + ix) * shape.InputChannels + channel]
                            * filter[((o * w.FilterHeight + ky) * w.FilterWidth + kx) * (shape.InputChannels / shape.Groups) + i];
                        sum += term;
                        magnitude += Math.Abs(term);
                    }
                }
            }
            sums[index] = sum;
            magnitudes[index] = magnitude;
        }
        return (sums, magnitudes);
    }

    public static void AssertClose(double[] sums, double[] magnitudes, ReadOnlySpan<float> actual, float lower, float upper)
    {
        Assert.Equal(sums.Length, actual.Length);
        for (int i = 0; i < sums.Length; i++)
        {
            double expected = Math.Clamp(sums[i], lower, upper);
            if (!(Math.Abs(actual[i] - expected) <= 1e-5 * magnitudes[i]))
                Assert.Fail($"element {i}: expected {expected}, got {actual[i]}");
        }
    }
}
