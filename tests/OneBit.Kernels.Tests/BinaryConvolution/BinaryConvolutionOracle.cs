using OneBit.Kernels.Tests.Support;

namespace OneBit.Kernels.Tests.Convolution;

/// <summary>Sums of products of ±1 (F2), tap by tap, with padded taps 0 (F3), +1 or −1 by definition.</summary>
internal static class BinaryConvolutionOracle
{
    public static int[] Dots(BinaryConvolutionShape s, ReadOnlySpan<uint> input, ReadOnlySpan<uint> filter)
    {
        int[] dots = new int[s.Batch * s.OutputHeight * s.OutputWidth * s.OutputChannels];
        int inputWords = Bits.Words(s.InputChannels);
        int perGroup = s.InputChannels / s.Groups;
        int filterWords = Bits.Words(perGroup);
        int next = 0;
        for (int n = 0; n < s.Batch; n++)
        {
            for (int i = 0; i < s.OutputHeight; i++)
            {
                for (int j = 0; j < s.OutputWidth; j++)
                {
                    for (int o = 0; o < s.OutputChannels; o++)
                    {
                        int group = o / (s.OutputChannels / s.Groups);
                        int sum = 0;
                        for (int y = 0; y < s.FilterHeight; y++)
                        {
                            for (int x = 0; x < s.FilterWidth; x++)
                            {
                                int row = (i * s.StrideHeight) - s.PadTop + (y * s.DilationHeight);
                                int column = (j * s.StrideWidth) - s.PadLeft + (x * s.DilationWidth);
                                bool inside = row >= 0 && row < s.InputHeight && column >= 0 && column < s.InputWidth;
                                ReadOnlySpan<uint> taps = filter.Slice(((((o * s.FilterHeight) + y) * s.FilterWidth) + x) * filterWords, filterWords);
                                for (int c = 0; c < perGroup; c++)
                                {
                                    int value = inside
                                        ? Bits.At(input.Slice(((((n * s.InputHeight) + row) * s.InputWidth) + column) * inputWords, inputWords), (group * perGroup) + c)
                                        : s.Padding switch { BinaryPadding.One => 1, BinaryPadding.MinusOne => -1, _ => 0 };
                                    sum += value * Bits.At(taps, c);
                                }
                            }
                        }
                        dots[next++] = sum;
                    }
                }
            }
        }
        return dots;
    }
}
