using System.Runtime.Intrinsics;
using CsCheck;
using Xunit;

namespace OneBit.Kernels.Tests.Convolution;

/// <summary>The population-count tile on written-out operations, so that every CPU judges it; and the CPU's own operations against those.</summary>
public sealed class PopcountTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    private static readonly (int Channels, int Filter, int Stride)[] Deep =
        [(64, 1, 1), (1, 3, 1), (40, 3, 1), (33, 4, 2), (3968, 1, 1), (3969, 1, 1), (4033, 1, 1), (8100, 1, 1), (512, 3, 1)];

    private static readonly BinaryConvolutionKernel[] Kernels = [new PlainPopcount<PlainByteSums>(nameof(PlainByteSums)), new PlainPopcount<PlainDotSums>(nameof(PlainDotSums))];

    public static TheoryData<string> Rows => [.. Kernels.Select(row => row.Name)];

    /// <summary>K of whole words, of half words and of neither; up to, at and behind the 31 words that bytes hold.</summary>
    public static TheoryData<string, int, int, int> Filters =>
        [.. Kernels.SelectMany(row => Deep.Select(f => (row.Name, f.Channels, f.Filter, f.Stride)))];

    [Theory, MemberData(nameof(Rows))]
    public void Dots_equal_the_sum_of_products(string row) => BinaryConvolutionCase.Any.Sample(@case => Check(row, @case), seed: Seed, iter: 60);

    [Theory, MemberData(nameof(Filters))]
    public void Deep_filters_and_many_taps_are_counted(string row, int channels, int filter, int stride) => Check(row, new(
        new BinaryConvolutionShape
        {
            InputHeight = 4,
            InputWidth = 5,
            InputChannels = channels,
            OutputHeight = 2,
            OutputWidth = 3,
            OutputChannels = 35,
            FilterHeight = filter,
            FilterWidth = filter,
            StrideHeight = stride,
            StrideWidth = stride,
            PadTop = 1,
            PadLeft = 1,
            Padding = BinaryPadding.MinusOne,
        },
        Seed: channels));

    [Theory, MemberData(nameof(Rows))]
    public void Extreme_sums_are_exact(string row)
    {
        var shape = new BinaryConvolutionShape { InputHeight = 1, InputWidth = 3, InputChannels = 4096, FilterHeight = 1, FilterWidth = 3, OutputHeight = 1, OutputWidth = 1, OutputChannels = 3 };
        foreach (bool opposite in (bool[])[false, true])
        {
            uint[] input = new uint[shape.InputLength], filter = new uint[shape.FilterLength];
            filter.AsSpan().Fill(opposite ? uint.MaxValue : 0);
            Assert.All(Run(row, shape, input, filter), d => Assert.Equal(opposite ? -shape.Depth : shape.Depth, d));
        }
    }

    [Fact]
    public void The_cpu_adds_bytes_as_is_written_out()
    {
        Assert.SkipUnless(Cpu.Has(CpuFeatures.AdvSimd), "this CPU lacks Advanced SIMD");
        Compare<PlainByteSums, AdvSimdByteSums>();
    }

    [Fact]
    public void The_cpu_adds_dot_products_as_is_written_out()
    {
        Assert.SkipUnless(Cpu.Has(CpuFeatures.AdvSimd | CpuFeatures.DotProd), "this CPU lacks dot products");
        Compare<PlainDotSums, AdvSimdDotSums>();
    }

    private static void Compare<TPlain, TCpu>()
        where TPlain : struct, IPopcountSums
        where TCpu : struct, IPopcountSums
    {
        var random = new Random(7);
        for (int i = 0; i < 100; i++)
        {
            Vector128<byte> a = Next(random), b = Next(random), c = Next(random), d = Next(random), few = Vector128.Create((byte)7);
            Vector128<int> dots = Vector128.Create(random.Next(1 << 20));
            Assert.Equal(TPlain.Count(a), TCpu.Count(a));
            // A sum of bytes has room for counts.
            Assert.Equal(TPlain.Add(a & few, b & few), TCpu.Add(a & few, b & few));
            Assert.Equal(TPlain.TakeSums(dots, a, b, c, d), TCpu.TakeSums(dots, a, b, c, d));
            Assert.Equal(TPlain.TakeHalves(dots, a & few, b & few), TCpu.TakeHalves(dots, a & few, b & few));
        }
    }

    private static void Check(string row, BinaryConvolutionCase @case)
    {
        uint[] input = @case.Input(), filter = @case.Filter();
        float[] expected = Array.ConvertAll(BinaryConvolutionOracle.Dots(@case.Shape, input, filter), d => (float)d);
        Assert.Equal(expected, Run(row, @case.Shape, input, filter));
    }

    private static float[] Run(string row, BinaryConvolutionShape shape, uint[] input, uint[] filter)
    {
        BinaryConvolutionKernel kernel = Kernels.Single(kernel => kernel.Name == row);
        PackedBinaryFilter packed = kernel.Pack(shape, filter);
        float[] output = new float[shape.OutputPixels * shape.OutputChannels];
        byte[] scratch = new byte[packed.ScratchBytes];
        Array.Fill(scratch, (byte)0xA5);
        kernel.Run(packed, input, OutputTransform.Identity, output, 0, packed.WorkItems, scratch);
        return output;
    }

    private static Vector128<byte> Next(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return Vector128.Create<byte>(bytes);
    }

    private sealed class PlainPopcount<TSums>(string name) : TiledBinaryConvolution<PopcountTile<TSums>>(name, CpuFeatures.None, default)
        where TSums : struct, IPopcountSums;
}
