using CsCheck;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.FloatConvolution;

/// <summary>The rows that one CPU runs agree to the last bit, so that a choice by measured times changes no result.</summary>
public sealed class RowAgreementTests
{
    [Fact]
    public void All_rows_that_run_here_give_the_same_bits()
    {
        Gen<ConvolutionShape> shapes =
            from window in FloatInputs.Windows
            from groups in FloatInputs.Choice(1, 1, 2)
            from inputs in Gen.Int[1, 40]
            from outputs in FloatInputs.Channels
            select new ConvolutionShape(window, inputs * groups, outputs * groups, groups);
        Gen.Select(shapes, Gen.Int[0, 1000]).Sample((shape, seed) => Check(shape, seed), iter: 200, seed: "0000KfltRows", threads: 1);
    }

    private static void Check(ConvolutionShape shape, int seed)
    {
        float[] input = FloatInputs.Uniform(shape.InputLength, seed), filter = FloatInputs.Uniform(shape.FilterLength, seed + 1), bias = FloatInputs.Uniform(shape.OutputChannels, seed + 2);
        int[]? first = null;
        foreach (FloatConvolutionKernel row in FloatConvolutionKernel.Catalogue.Rows.Where(row => row.IsSupported))
        {
            PackedFloatConvolution packed = row.Pack(shape, filter, new FloatEdges(bias, [-3f], [3f]));
            var output = new float[shape.OutputLength];
            row.Run(packed, input, output, new byte[packed.ScratchBytes], 0, packed.WorkItems);
            int[] bits = Array.ConvertAll(output, BitConverter.SingleToInt32Bits);
            first ??= bits;
            Assert.Equal(first, bits);
        }
    }
}
