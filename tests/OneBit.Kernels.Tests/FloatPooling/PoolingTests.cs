using CsCheck;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.FloatPooling;

public sealed class PoolingTests
{
    public static TheoryData<string> FloatRows => CatalogueRows.Names(FloatPoolingKernel.Catalogue);

    public static TheoryData<string> Int8Rows => CatalogueRows.Names(Int8PoolingKernel.Catalogue);

    [Theory, MemberData(nameof(FloatRows))]
    public void Any_float_window_matches_the_definition(string row)
    {
        FloatPoolingKernel kernel = CatalogueRows.Find(FloatPoolingKernel.Catalogue, row);
        Gen.Select(FloatInputs.Windows, FloatInputs.Channels, Gen.Bool, Gen.Int[0, 1000], Gen.Bool)
            .Sample((window, channels, max, seed, atEnd) => Check(kernel, max ? PoolKind.Max : PoolKind.Average, window, channels, seed, atEnd), iter: 300, seed: "0000KfltPool", threads: 1);
    }

    [Theory, MemberData(nameof(Int8Rows))]
    public void Any_int8_window_matches_the_definition(string row)
    {
        Int8PoolingKernel kernel = CatalogueRows.Find(Int8PoolingKernel.Catalogue, row);
        Gen.Select(FloatInputs.Windows, FloatInputs.Channels, Gen.Bool, Gen.Int[0, 1000], Gen.Bool)
            .Sample((window, channels, max, seed, atEnd) => CheckInt8(kernel, max ? PoolKind.Max : PoolKind.Average, window, channels, seed, atEnd), iter: 300, seed: "0000KfltPool", threads: 1);
    }

    [Theory, MemberData(nameof(FloatRows))]
    public void The_mean_of_an_image_is_the_average_pool_as_large_as_the_image(string row)
    {
        FloatPoolingKernel kernel = CatalogueRows.Find(FloatPoolingKernel.Catalogue, row);
        var window = new WindowShape { Batch = 2, InputHeight = 7, InputWidth = 5, OutputHeight = 1, OutputWidth = 1, FilterHeight = 7, FilterWidth = 5 };
        Check(kernel, PoolKind.Average, window, 70, 1, atEnd: true);
    }

    [Fact]
    public void Halves_of_an_int8_average_round_away_from_zero()
    {
        Int8PoolingKernel kernel = Int8PoolingKernel.Catalogue.Pick();
        var window = new WindowShape { InputHeight = 1, InputWidth = 2, OutputHeight = 1, OutputWidth = 1, FilterHeight = 1, FilterWidth = 2 };
        var output = new sbyte[4];
        kernel.Run(PoolKind.Average, window, 4, [1, -1, 3, -3, 2, -2, 4, 4], output, -128, 127, new byte[16], 0, 1);
        Assert.Equal([2, -2, 4, 1], output);
    }

    private static void Check(FloatPoolingKernel kernel, PoolKind kind, WindowShape window, int channels, int seed, bool atEnd)
    {
        float[] input = FloatInputs.Uniform(window.InputPixels * channels, seed);
        int length = window.OutputPixels * channels;
        using var guardedInput = GuardedMemory.Of<float>(input, atEnd);
        using GuardedMemory output = atEnd ? GuardedMemory.AtEnd(length * sizeof(float)) : GuardedMemory.AtStart(length * sizeof(float));
        int items = FloatPoolingKernel.WorkItems(window), middle = items / 2;
        kernel.Run(kind, window, channels, guardedInput.AsSpan<float>(), output.AsSpan<float>(), -1, 1.5f, middle, items);
        kernel.Run(kind, window, channels, guardedInput.AsSpan<float>(), output.AsSpan<float>(), -1, 1.5f, 0, middle);
        Span<float> actual = output.AsSpan<float>();
        for (int i = 0; i < length; i++)
        {
            double[] values = [.. Window(window, channels, i).Select(at => (double)input[at])];
            double expected = values.Length == 0
                ? kind == PoolKind.Max ? -1 : double.NaN
                : Math.Clamp(kind == PoolKind.Max ? values.Max() : values.Average(), -1, 1.5);
            Assert.Equal(expected, actual[i], kind == PoolKind.Max ? 0 : 2e-5);
        }
    }

    private static void CheckInt8(Int8PoolingKernel kernel, PoolKind kind, WindowShape window, int channels, int seed, bool atEnd)
    {
        sbyte[] input = FloatInputs.Bytes(window.InputPixels * channels, seed);
        int length = window.OutputPixels * channels;
        using var guardedInput = GuardedMemory.Of<sbyte>(input, atEnd);
        using GuardedMemory output = atEnd ? GuardedMemory.AtEnd(length) : GuardedMemory.AtStart(length);
        using GuardedMemory scratch = GuardedMemory.AtEnd(Int8PoolingKernel.ScratchBytes(channels));
        int items = Int8PoolingKernel.WorkItems(window), middle = items / 2;
        kernel.Run(kind, window, channels, guardedInput.AsSpan<sbyte>(), output.AsSpan<sbyte>(), -90, 100, scratch.AsSpan<byte>(), middle, items);
        kernel.Run(kind, window, channels, guardedInput.AsSpan<sbyte>(), output.AsSpan<sbyte>(), -90, 100, scratch.AsSpan<byte>(), 0, middle);
        Span<sbyte> actual = output.AsSpan<sbyte>();
        for (int i = 0; i < length; i++)
        {
            int[] values = [.. Window(window, channels, i).Select(at => (int)input[at])];
            int expected = values.Length == 0
                ? kind == PoolKind.Max ? -128 : 0
                : kind == PoolKind.Max ? values.Max() : (int)Math.Round((decimal)values.Sum() / values.Length, MidpointRounding.AwayFromZero);
            Assert.Equal(Math.Clamp(expected, -90, 100), actual[i]);
        }
    }

    private static IEnumerable<int> Window(WindowShape w, int channels, int index)
    {
        int c = index % channels, pixel = index / channels;
        int x = pixel % w.OutputWidth, y = pixel / w.OutputWidth % w.OutputHeight, n = pixel / w.OutputWidth / w.OutputHeight;
        for (int ky = 0; ky < w.FilterHeight; ky++)
        {
            for (int kx = 0; kx < w.FilterWidth; kx++)
            {
                int iy = y * w.StrideY - w.PadTop + ky * w.DilationY, ix = x * w.StrideX - w.PadLeft + kx * w.DilationX;
                if (iy >= 0 && iy < w.InputHeight && ix >= 0 && ix < w.InputWidth)
                    yield return ((n * w.InputHeight + iy) * w.InputWidth + ix) * channels + c;
            }
        }
    }
}
