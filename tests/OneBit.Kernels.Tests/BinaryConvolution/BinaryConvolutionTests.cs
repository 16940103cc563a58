using CsCheck;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.Convolution;

public sealed class BinaryConvolutionTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    public static TheoryData<string> Rows => CatalogueRows.Names(BinaryConvolution.Catalogue);

    [Theory, MemberData(nameof(Rows))]
    public void Dots_equal_the_sum_of_products(string row)
    {
        BinaryConvolutionKernel kernel = CatalogueRows.Find(BinaryConvolution.Catalogue, row);
        BinaryConvolutionCase.For(kernel).Sample(
            @case =>
            {
                uint[] input = @case.Input();
                uint[] filter = @case.Filter();
                float[] expected = Array.ConvertAll(BinaryConvolutionOracle.Dots(@case.Shape, input, filter), d => (float)d);
                PackedBinaryFilter packed = kernel.Pack(@case.Shape, filter);
                float[] actual = new float[expected.Length];
                kernel.Run(packed, input, OutputTransform.Identity, actual, 0, packed.WorkItems, new byte[packed.ScratchBytes]);
                Assert.Equal(expected, actual);
            },
            seed: Seed,
            iter: 250);
    }

    // A tile has up to 28 codes of two pixels; odd columns share steps with the next row, or are left over in the last one.
    [Theory, MemberData(nameof(Rows))]
    public void Rows_of_one_and_more_tiles_match_the_definition(string row)
    {
        foreach (int width in (int[])[13, 14, 27, 29, 55, 56, 57, 115])
        {
            BinaryConvolutionShape shape = Shape(1, 3, width, 40, 70, 3);
            CheckInTwoRanges(row, shape with { PadTop = 1, PadLeft = 1 });
        }
    }

    // Pixels that depend on nothing but themselves are put in other rows than the image has.
    [Theory, MemberData(nameof(Rows))]
    public void Pointwise_convolutions_of_few_and_many_pixels_match_the_definition(string row)
    {
        foreach (int batch in (int[])[1, 2, 3, 4, 5, 17, 33])
        {
            foreach ((int size, int groups, int channels) in ((int, int, int)[])[(1, 1, 200), (1, 2, 66), (2, 1, 33), (7, 1, 64), (8, 2, 200)])
            {
                BinaryConvolutionShape shape = Shape(batch, size, size, groups == 1 ? 70 : 64, channels, 1);
                CheckInTwoRanges(row, shape with { Groups = groups });
            }
        }
    }

    private static BinaryConvolutionShape Shape(int batch, int height, int width, int inputs, int outputs, int filter) => new()
    {
        Batch = batch,
        InputHeight = height,
        InputWidth = width,
        InputChannels = inputs,
        OutputHeight = height,
        OutputWidth = width,
        OutputChannels = outputs,
        FilterHeight = filter,
        FilterWidth = filter,
    };

    private static void CheckInTwoRanges(string row, BinaryConvolutionShape shape)
    {
        BinaryConvolutionKernel kernel = CatalogueRows.Find(BinaryConvolution.Catalogue, row);
        var @case = new BinaryConvolutionCase(shape, 1);
        uint[] input = @case.Input(), filter = @case.Filter();
        float[] expected = Array.ConvertAll(BinaryConvolutionOracle.Dots(shape, input, filter), d => (float)d), actual = new float[expected.Length];
        PackedBinaryFilter packed = kernel.Pack(shape, filter);
        int middle = (packed.WorkItems + 1) / 2;
        kernel.Run(packed, input, OutputTransform.Identity, actual, middle, packed.WorkItems, new byte[packed.ScratchBytes]);
        kernel.Run(packed, input, OutputTransform.Identity, actual, 0, middle, new byte[packed.ScratchBytes]);
        Assert.Equal(expected, actual);
    }
}
