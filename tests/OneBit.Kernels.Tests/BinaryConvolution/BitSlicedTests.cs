using System.Runtime.Intrinsics;
using CsCheck;
using Xunit;

namespace OneBit.Kernels.Tests.Convolution;

/// <summary>The bit-sliced tile on written-out operations, so that every CPU judges it; and the CPU's own operations against those.</summary>
public sealed class BitSlicedTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    private static readonly TiledBinaryConvolution<BitSlicedTile<PlainLanes>> Plain = new PlainBitSliced();

    [Fact]
    public void Dots_equal_the_sum_of_products() => BinaryConvolutionCase.Any.Sample(Check, seed: Seed, iter: 60);

    [Theory]
    [InlineData(8, 1, 1)]
    [InlineData(1, 3, 1)]
    [InlineData(40, 3, 1)]
    [InlineData(300, 1, 1)]
    [InlineData(512, 3, 1)]
    [InlineData(33, 4, 2)]
    [InlineData(2100, 1, 1)]
    [InlineData(1100, 4, 1)]
    public void Deep_filters_and_many_taps_are_counted(int channels, int filter, int stride) => Check(new(
        new BinaryConvolutionShape
        {
            InputHeight = 4,
            InputWidth = 5,
            InputChannels = channels,
            OutputHeight = 2,
            OutputWidth = 2,
            OutputChannels = 66,
            FilterHeight = filter,
            FilterWidth = filter,
            StrideHeight = stride,
            StrideWidth = stride,
            PadTop = 1,
            PadLeft = 1,
            Padding = BinaryPadding.MinusOne,
        },
        Seed: channels));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Extreme_sums_are_exact(bool opposite)
    {
        var shape = new BinaryConvolutionShape { InputHeight = 1, InputWidth = 3, InputChannels = 4096, OutputHeight = 1, OutputWidth = 1, OutputChannels = 3, FilterHeight = 1, FilterWidth = 3 };
        uint[] input = new uint[shape.InputLength], filter = new uint[shape.FilterLength];
        filter.AsSpan().Fill(opposite ? uint.MaxValue : 0);
        PackedBinaryFilter packed = Plain.Pack(shape, filter);
        float[] output = new float[3];
        Plain.Run(packed, input, OutputTransform.Identity, output, 0, packed.WorkItems, new byte[packed.ScratchBytes]);
        Assert.All(output, d => Assert.Equal(opposite ? -shape.Depth : shape.Depth, d));
    }

    [Fact]
    public void The_cpu_does_what_is_written_out()
    {
        Assert.SkipUnless(Cpu.Has(CpuFeatures.Avx512 | CpuFeatures.Avx512Vbmi | CpuFeatures.Gfni512), "this CPU lacks AVX-512 with VBMI and GFNI");
        var random = new Random(7);
        for (int i = 0; i < 100; i++)
        {
            Vector512<byte> a = Next(random), b = Next(random), c = Next(random);
            Assert.Equal(PlainLanes.Xor(a, b, c), VbmiLanes.Xor(a, b, c));
            Assert.Equal(PlainLanes.Majority(a, b, c), VbmiLanes.Majority(a, b, c));
            Assert.Equal(PlainLanes.Permute(a, b), VbmiLanes.Permute(a, b));
            Assert.Equal(PlainLanes.Affine(a, b), VbmiLanes.Affine(a, b));
            Assert.Equal(PlainLanes.MultiShift(a, b.AsUInt64()), VbmiLanes.MultiShift(a, b.AsUInt64()));
            Assert.Equal(PlainLanes.UnpackLow(a, b), VbmiLanes.UnpackLow(a, b));
            Assert.Equal(PlainLanes.UnpackHigh(a, b), VbmiLanes.UnpackHigh(a, b));
            Assert.Equal(PlainLanes.WidenLow(a.AsUInt16()), VbmiLanes.WidenLow(a.AsUInt16()));
            Assert.Equal(PlainLanes.WidenHigh(a.AsUInt16()), VbmiLanes.WidenHigh(a.AsUInt16()));
        }
    }

    private static void Check(BinaryConvolutionCase @case)
    {
        uint[] input = @case.Input(), filter = @case.Filter();
        float[] expected = Array.ConvertAll(BinaryConvolutionOracle.Dots(@case.Shape, input, filter), d => (float)d);
        PackedBinaryFilter packed = Plain.Pack(@case.Shape, filter);
        float[] actual = new float[expected.Length];
        byte[] scratch = new byte[packed.ScratchBytes];
        Array.Fill(scratch, (byte)0xA5);
        Plain.Run(packed, input, OutputTransform.Identity, actual, 0, packed.WorkItems, scratch);
        Assert.Equal(expected, actual);
    }

    private static Vector512<byte> Next(Random random)
    {
        Span<byte> bytes = stackalloc byte[64];
        random.NextBytes(bytes);
        return Vector512.Create<byte>(bytes);
    }

    private sealed class PlainBitSliced() : TiledBinaryConvolution<BitSlicedTile<PlainLanes>>(nameof(PlainBitSliced), CpuFeatures.None, default);
}
