namespace OneBit.Kernels.Tests.Int8Convolution;

/// <summary>The sums of an int8 convolution by its definition.</summary>
internal static class Int8ConvolutionOracle
{
    public static int[] Sums(ConvolutionShape shape, sbyte[] input, sbyte[] filter, int[] bias, int zeroPoint)
    {
        WindowShape w = shape.Window;
        int groupInputs = shape.InputChannels / shape.Groups, groupOutputs = shape.OutputChannels / shape.Groups;
        var sums = new int[shape.OutputLength];
        for (int index = 0; index < sums.Length; index++)
        {
            int o = index % shape.OutputChannels, pixel = index / shape.OutputChannels;
            int x = pixel % w.OutputWidth, y = pixel / w.OutputWidth % w.OutputHeight, n = pixel / w.OutputWidth / w.OutputHeight;
            int sum = bias.Length == 0 ? 0 : bias[o];
            for (int ky = 0; ky < w.FilterHeight; ky++)
            {
                for (int kx = 0; kx < w.FilterWidth; kx++)
                {
                    int iy = y * w.StrideY - w.PadTop + ky * w.DilationY, ix = x * w.StrideX - w.PadLeft + kx * w.DilationX;
                    if (iy < 0 || iy >= w.InputHeight || ix < 0 || ix >= w.InputWidth)
                        continue;
                    for (int i = 0; i < groupInputs; i++)
                    {
                        int value = input[((n * w.InputHeight + iy) * w.InputWidth + ix) * shape.InputChannels + o / groupOutputs * groupInputs + i];
                        sum += (value - zeroPoint) * filter[((o * w.FilterHeight + ky) * w.FilterWidth + kx) * groupInputs + i];
                    }
                }
            }
            sums[index] = sum;
        }
        return sums;
    }
}
