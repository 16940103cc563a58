using CsCheck;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.Convolution;

/// <summary>Weighted sums of binary convolutions, by every row, in ranges of output rows.</summary>
public sealed class BinaryConvolutionSumTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    public static TheoryData<string> Rows => CatalogueRows.Names(BinaryConvolution.Catalogue);

    [Theory, MemberData(nameof(Rows))]
    public void A_sum_is_the_sum_of_its_terms(string row)
    {
        BinaryConvolutionKernel kernel = CatalogueRows.Find(BinaryConvolution.Catalogue, row);
        Gen.Select(BinaryConvolutionCase.For(kernel), Gen.Int[-300, 300].Array[1, 4]).Sample(
            (c, weights) =>
            {
                uint[] filter = c.Filter();
                uint[][] inputs = [.. weights.Select((_, i) => (c with { Seed = c.Seed + (10 * i) }).Input())];
                BinaryPadding[] paddings = [.. weights.Select((_, i) => (BinaryPadding)((c.Seed + i) % 3))];
                float[] expected = new float[c.Shape.OutputPixels * c.Shape.OutputChannels];
                for (int i = 0; i < weights.Length; i++)
                {
                    int[] dots = BinaryConvolutionOracle.Dots(c.Shape with { Padding = paddings[i] }, inputs[i], filter);
                    for (int k = 0; k < dots.Length; k++)
                        expected[k] += weights[i] * dots[k];
                }
                var sum = new BinaryConvolutionSum(
                    kernel, [.. weights.Select((weight, i) => new BinaryConvolutionTerm(kernel.Pack(c.Shape with { Padding = paddings[i] }, filter), i * c.Shape.InputLength, weight))]);
                float[] actual = new float[expected.Length];
                byte[] scratch = [.. Enumerable.Repeat((byte)0xA5, sum.ScratchBytes)];
                uint[] input = [.. inputs.SelectMany(i => i)];
                int cut = c.Seed % (sum.WorkItems + 1);
                sum.Run(input, OutputTransform.Identity, actual, cut, sum.WorkItems, scratch);
                sum.Run(input, OutputTransform.Identity, actual, 0, cut, scratch);
                Assert.Equal(expected, actual);
            },
            seed: Seed,
            iter: 150);
    }

    [Fact]
    public void Sums_that_could_overflow_and_terms_that_differ_are_refused()
    {
        BinaryConvolutionKernel kernel = BinaryConvolution.Catalogue.Pick();
        var shape = new BinaryConvolutionShape { InputHeight = 1, InputWidth = 1, InputChannels = 32, OutputHeight = 1, OutputWidth = 1, OutputChannels = 1, FilterHeight = 1, FilterWidth = 1 };
        PackedBinaryFilter filter = kernel.Pack(shape, [0u]), other = kernel.Pack(shape with { OutputChannels = 2 }, [0u, 0u]);
        Assert.Throws<OverflowException>(() => new BinaryConvolutionSum(kernel, [new BinaryConvolutionTerm(filter, 0, int.MaxValue / 16)]));
        Assert.Throws<ArgumentException>(() => new BinaryConvolutionSum(kernel, [new BinaryConvolutionTerm(filter, 0, 1), new BinaryConvolutionTerm(other, 0, 1)]));
        Assert.Throws<ArgumentException>(() => new BinaryConvolutionSum(kernel, []));
        var sum = new BinaryConvolutionSum(kernel, [new BinaryConvolutionTerm(filter, 1, 1)]);
        Assert.Throws<ArgumentException>(() => sum.Run([0u], OutputTransform.Identity, new float[1], 0, 1, new byte[sum.ScratchBytes]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sum.Run([0u, 0u], OutputTransform.Identity, [], 0, 1, new byte[sum.ScratchBytes]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sum.Run([0u, 0u], OutputTransform.Identity, new float[1], 0, 2, new byte[sum.ScratchBytes]));
    }
}
