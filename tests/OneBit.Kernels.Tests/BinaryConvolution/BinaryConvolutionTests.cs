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
}
