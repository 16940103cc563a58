using CsCheck;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.Int8Convolution;

public sealed class Int8ConvolutionTests
{
    public static TheoryData<string> Rows => CatalogueRows.Names(Int8ConvolutionKernel.Catalogue);

    public static TheoryData<string> DepthwiseRows => CatalogueRows.Names(Int8DepthwiseKernel.Catalogue);

    [Theory, MemberData(nameof(Rows))]
    public void Any_window_group_and_channel_count_matches_the_definition(string row)
    {
        Int8ConvolutionKernel kernel = CatalogueRows.Find(Int8ConvolutionKernel.Catalogue, row);
        Gen.Select(FloatInputs.Windows, FloatInputs.Choice(1, 1, 2, 3), Gen.Int[1, 9], FloatInputs.Channels, Gen.Int[0, 1000], Gen.Bool)
            .Sample(
                (window, groups, inputs, outputs, seed, atEnd) =>
                    Check(kernel, new ConvolutionShape(window, inputs * groups, outputs * groups, groups), seed, atEnd),
                iter: 300,
                seed: "0000KfltConv",
                threads: 1);
    }

    [Theory, MemberData(nameof(Rows))]
    public void Dense_layers_and_images_of_real_layers_match_the_definition(string row)
    {
        Int8ConvolutionKernel kernel = CatalogueRows.Find(Int8ConvolutionKernel.Catalogue, row);
        Check(kernel, new ConvolutionShape(FloatInputs.Same(1, 1, 1) with { Batch = 7 }, 333, 70), 1, atEnd: true);
        Check(kernel, new ConvolutionShape(FloatInputs.Same(7, 3, 1), 64, 64), 2, atEnd: true);
        Check(kernel, new ConvolutionShape(FloatInputs.Same(17, 3, 2), 3, 16), 3, atEnd: false);
    }

    // Windows are read out of rows that are padded in scratch, but for the last two shapes, whose pairs of channels would cross the ends of rows or groups.
    [Theory, MemberData(nameof(Rows))]
    public void Wide_rows_with_borders_match_the_definition(string row)
    {
        Int8ConvolutionKernel kernel = CatalogueRows.Find(Int8ConvolutionKernel.Catalogue, row);
        WindowShape wide = FloatInputs.Wide;
        ConvolutionShape[] shapes =
        [
            new(wide, 4, 70),
            new(wide with { InputWidth = 90, StrideX = 3, StrideY = 2, DilationX = 2, OutputWidth = 30 }, 12, 140, 2),
            new(wide with { InputWidth = 4, DilationY = 2, OutputWidth = 101, PadLeft = 60 }, 10, 17),
            new(FloatInputs.Same(50, 7, 2), 2, 64),
            new(FloatInputs.Same(33, 3, 1), 40, 24),
            new(FloatInputs.Same(33, 3, 1) with { PadTop = 0, PadLeft = 0, OutputHeight = 31, OutputWidth = 31 }, 4, 24),
            new(wide with { InputWidth = 104, OutputWidth = 104 }, 12, 34, 2),
            new(FloatInputs.Same(33, 3, 1), 5, 24),
            new(FloatInputs.Same(33, 3, 1), 6, 24, 2),
        ];
        for (int i = 0; i < shapes.Length; i++)
        {
            Check(kernel, shapes[i], i, atEnd: i != 3);
            var requantization = new Requantization(new double[shapes[i].OutputChannels], SecondRounding.HalfUp, 0);
            PackedInt8Convolution packed = kernel.Pack(shapes[i], new sbyte[shapes[i].FilterLength], [], 0, requantization);
            Assert.Equal(i < shapes.Length - 2, packed.Padded is not null);
        }
    }

    [Theory, MemberData(nameof(DepthwiseRows))]
    public void Any_depthwise_window_channel_count_and_multiplier_matches_the_definition(string row)
    {
        Int8DepthwiseKernel kernel = CatalogueRows.Find(Int8DepthwiseKernel.Catalogue, row);
        Gen.Select(FloatInputs.Windows, FloatInputs.Channels, FloatInputs.Choice(1, 1, 2, 3), Gen.Int[0, 1000], Gen.Bool)
            .Sample((window, channels, multiplier, seed, atEnd) => CheckDepthwise(kernel, window, channels, multiplier, seed, atEnd), iter: 300, seed: "0000KfltDept", threads: 1);
    }

    [Fact]
    public void The_extreme_operands_do_not_overflow()
    {
        foreach (Int8ConvolutionKernel kernel in Int8ConvolutionKernel.Catalogue.Rows.Where(row => row.IsSupported))
        {
            var shape = new ConvolutionShape(FloatInputs.Same(1, 1, 1), 5001, 3);
            var requantization = new Requantization([1.0 / 2097152, 1.0 / 2097152, 1.0 / 2097152], SecondRounding.HalfUp, 0);
            var filter = new sbyte[shape.FilterLength];
            filter.AsSpan().Fill(-128);
            var input = new sbyte[5001];
            input.AsSpan().Fill(-128);
            PackedInt8Convolution packed = kernel.Pack(shape, filter, [], 127, requantization);
            var output = new sbyte[3];
            kernel.Run(packed, input, output, new byte[packed.ScratchBytes], 0, packed.WorkItems);
            // 5001·255·128 / 2^21 = 77.84
            Assert.Equal([78, 78, 78], output);
        }
    }

    private static void Check(Int8ConvolutionKernel kernel, ConvolutionShape shape, int seed, bool atEnd)
    {
        var random = new Random(seed);
        sbyte[] input = FloatInputs.Bytes(shape.InputLength, seed), filter = FloatInputs.Bytes(shape.FilterLength, seed + 1);
        int[] bias = seed % 3 == 0 ? [] : [.. Enumerable.Range(0, shape.OutputChannels).Select(_ => random.Next(-5000, 5000))];
        double[] factors = Factors(random, shape.OutputChannels, shape.Depth);
        int zero = random.Next(-128, 128), outputZero = random.Next(-20, 20);
        PackedInt8Convolution packed = kernel.Pack(shape, filter, bias, zero, new Requantization(factors, SecondRounding.HalfUp, outputZero, -100, 110));
        using var guardedInput = GuardedMemory.Of<sbyte>(input, atEnd);
        using GuardedMemory output = atEnd ? GuardedMemory.AtEnd(shape.OutputLength) : GuardedMemory.AtStart(shape.OutputLength);
        using GuardedMemory scratch = atEnd ? GuardedMemory.AtEnd(packed.ScratchBytes) : GuardedMemory.AtStart(packed.ScratchBytes);
        int middle = packed.WorkItems * (seed % 4) / 4;
        kernel.Run(packed, guardedInput.AsSpan<sbyte>(), output.AsSpan<sbyte>(), scratch.AsSpan<byte>(), middle, packed.WorkItems);
        kernel.Run(packed, guardedInput.AsSpan<sbyte>(), output.AsSpan<sbyte>(), scratch.AsSpan<byte>(), 0, middle);
        int[] sums = Int8ConvolutionOracle.Sums(shape, input, filter, bias, zero);
        Span<sbyte> actual = output.AsSpan<sbyte>();
        for (int i = 0; i < sums.Length; i++)
            Assert.Equal(RequantizationOracle.Apply(sums[i], factors[i % shape.OutputChannels], SecondRounding.HalfUp, outputZero, -100, 110), actual[i]);
    }

    private static void CheckDepthwise(Int8DepthwiseKernel kernel, WindowShape window, int inputs, int multiplier, int seed, bool atEnd)
    {
        int channels = inputs * multiplier;
        var random = new Random(seed);
        sbyte[] input = FloatInputs.Bytes(window.InputPixels * inputs, seed), filter = FloatInputs.Bytes(window.Taps * channels, seed + 1);
        int[] bias = [.. Enumerable.Range(0, channels).Select(_ => random.Next(-500, 500))];
        double[] factors = Factors(random, channels, window.Taps);
        int zero = random.Next(-128, 128);
        PackedInt8Depthwise packed = kernel.Pack(window, inputs, multiplier, filter, bias, zero, new Requantization(factors, SecondRounding.HalfAwayFromZero, -3));
        int length = window.OutputPixels * channels;
        using var guardedInput = GuardedMemory.Of<sbyte>(input, atEnd);
        using GuardedMemory output = atEnd ? GuardedMemory.AtEnd(length) : GuardedMemory.AtStart(length);
        using GuardedMemory scratch = GuardedMemory.AtEnd(packed.ScratchBytes);
        int middle = packed.WorkItems / 2;
        kernel.Run(packed, guardedInput.AsSpan<sbyte>(), output.AsSpan<sbyte>(), scratch.AsSpan<byte>(), middle, packed.WorkItems);
        kernel.Run(packed, guardedInput.AsSpan<sbyte>(), output.AsSpan<sbyte>(), scratch.AsSpan<byte>(), 0, middle);

        // A depthwise convolution is a grouped one with its filters transposed.
        var grouped = new sbyte[filter.Length];
        for (int tap = 0; tap < window.Taps; tap++)
        {
            for (int c = 0; c < channels; c++)
                grouped[c * window.Taps + tap] = filter[tap * channels + c];
        }
        int[] sums = Int8ConvolutionOracle.Sums(new ConvolutionShape(window, inputs, channels, inputs), input, grouped, bias, zero);
        Span<sbyte> actual = output.AsSpan<sbyte>();
        for (int i = 0; i < sums.Length; i++)
            Assert.Equal(RequantizationOracle.Apply(sums[i], factors[i % channels], SecondRounding.HalfAwayFromZero, -3, -128, 127), actual[i]);
    }

    // Half of them powers of two, so that sums fall on ties.
    private static double[] Factors(Random random, int channels, int depth)
    {
        var factors = new double[channels];
        for (int c = 0; c < channels; c++)
        {
            double size = 1 / (100 * Math.Sqrt(depth));
            factors[c] = c % 2 == 0 ? Math.ScaleB(1, Math.ILogB(size) + random.Next(0, 2)) : size * (0.5 + random.NextDouble());
        }
        return factors;
    }
}
