using CsCheck;
using OneBit.Kernels.Tests.FloatConvolution;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.FloatDepthwise;

public sealed class FloatDepthwiseTests
{
    public static TheoryData<string> Rows => CatalogueRows.Names(FloatDepthwiseKernel.Catalogue);

    [Theory, MemberData(nameof(Rows))]
    public void Any_window_channel_count_and_multiplier_matches_the_definition(string row)
    {
        FloatDepthwiseKernel kernel = CatalogueRows.Find(FloatDepthwiseKernel.Catalogue, row);
        Gen.Select(FloatInputs.Windows, FloatInputs.Channels, FloatInputs.Choice(1, 1, 2, 3), Gen.Int[0, 1000], Gen.Bool)
            .Sample((window, channels, multiplier, seed, atEnd) => Check(kernel, window, channels, multiplier, seed, atEnd), iter: 400, seed: "0000KfltDept", threads: 1);
    }

    // Columns that neighbouring pixels share are read once: strides that equal the dilation, rows that end anywhere in a tile, and channels for one vector and for two of every row.
    [Theory, MemberData(nameof(Rows))]
    public void Shared_columns_match_the_definition(string row)
    {
        FloatDepthwiseKernel kernel = CatalogueRows.Find(FloatDepthwiseKernel.Catalogue, row);
        for (int width = 8; width < 24; width++)
        {
            for (int stride = 1; stride <= 3; stride++)
            {
                var window = new WindowShape
                {
                    InputHeight = 4,
                    InputWidth = width * stride,
                    OutputHeight = 4,
                    OutputWidth = width,
                    FilterHeight = 3,
                    FilterWidth = 3,
                    StrideX = stride,
                    DilationX = stride,
                    PadTop = 1,
                    PadLeft = stride,
                };
                foreach (int channels in (int[])[5, 12, 20, 36])
                    Check(kernel, window, channels, multiplier: 1, seed: width, atEnd: width % 2 == 0);
                Check(kernel, window, inputs: 3, multiplier: 2, seed: width, atEnd: width % 2 == 1);
            }
        }
    }

    [Fact]
    public void Operands_that_are_too_short_are_refused()
    {
        FloatDepthwiseKernel kernel = FloatDepthwiseKernel.Catalogue.Pick();
        WindowShape window = FloatInputs.Same(4, 3, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Pack(window, 2, 1, new float[17], default));
        PackedFloatDepthwise packed = kernel.Pack(window, 2, 1, new float[18], default);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(packed, new float[31], new float[32], 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(packed, new float[32], new float[31], 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(packed, new float[32], new float[32], 0, 5));
    }

    private static void Check(FloatDepthwiseKernel kernel, WindowShape window, int inputs, int multiplier, int seed, bool atEnd)
    {
        int channels = inputs * multiplier;
        float[] input = FloatInputs.Uniform(window.InputPixels * inputs, seed), filter = FloatInputs.Uniform(window.Taps * channels, seed + 1);
        float[] bias = seed % 3 == 0 ? [] : FloatInputs.Uniform(channels, seed + 2);
        PackedFloatDepthwise packed = kernel.Pack(window, inputs, multiplier, filter, new FloatEdges(bias, [-1f], [2f]));
        int length = window.OutputPixels * channels * sizeof(float);
        using var guardedInput = GuardedMemory.Of<float>(input, atEnd);
        using GuardedMemory output = atEnd ? GuardedMemory.AtEnd(length) : GuardedMemory.AtStart(length);
        int middle = packed.WorkItems / 2;
        kernel.Run(packed, guardedInput.AsSpan<float>(), output.AsSpan<float>(), middle, packed.WorkItems);
        kernel.Run(packed, guardedInput.AsSpan<float>(), output.AsSpan<float>(), 0, middle);

        // A depthwise convolution is a grouped one with its filters transposed.
        var grouped = new float[filter.Length];
        for (int tap = 0; tap < window.Taps; tap++)
        {
            for (int c = 0; c < channels; c++)
                grouped[c * window.Taps + tap] = filter[tap * channels + c];
        }
        (double[] sums, double[] magnitudes) = FloatConvolutionOracle.Sums(new ConvolutionShape(window, inputs, channels, inputs), input, grouped, bias);
        FloatConvolutionOracle.AssertClose(sums, magnitudes, output.AsSpan<float>(), -1f, 2f);
    }
}
