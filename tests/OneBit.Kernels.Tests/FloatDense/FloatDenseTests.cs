using CsCheck;
using OneBit.Kernels.Tests.FloatConvolution;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.FloatDense;

public sealed class FloatDenseTests
{
    public static TheoryData<string> Rows => CatalogueRows.Names(DenseKernel.Catalogue);

    [Theory, MemberData(nameof(Rows))]
    public void Any_batch_and_size_matches_the_definition(string row)
    {
        DenseKernel kernel = CatalogueRows.Find(DenseKernel.Catalogue, row);
        Gen.Select(Gen.Int[1, 14], Gen.Int[1, 70], FloatInputs.Channels, Gen.Int[0, 1000], Gen.Bool)
            .Sample((batch, inputs, outputs, seed, atEnd) => Check(kernel, batch, inputs, outputs, seed, atEnd), iter: 300, seed: "0000KfltDens", threads: 1);
    }

    [Theory, MemberData(nameof(Rows))]
    public void Batches_of_more_tiles_than_run_together_match_the_definition(string row)
    {
        DenseKernel kernel = CatalogueRows.Find(DenseKernel.Catalogue, row);
        Check(kernel, 203, 17, 64, 1, atEnd: true);
        Check(kernel, 203, 17, 70, 2, atEnd: false);
    }

    [Fact]
    public void An_empty_batch_has_no_work()
    {
        DenseKernel kernel = DenseKernel.Catalogue.Pick();
        PackedDense packed = kernel.Pack(2, 3, new float[6], default);
        Assert.Equal(0, packed.WorkItems(0));
        kernel.Run(packed, 0, [], [], new byte[packed.ScratchBytes], 0, 0);
    }

    [Fact]
    public void Operands_that_are_too_short_are_refused()
    {
        DenseKernel kernel = DenseKernel.Catalogue.Pick();
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Pack(2, 3, new float[5], default));
        PackedDense packed = kernel.Pack(2, 3, new float[6], default);
        var scratch = new byte[packed.ScratchBytes];
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(packed, 2, new float[3], new float[6], scratch, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(packed, 2, new float[4], new float[5], scratch, 0, 1));
    }

    private static void Check(DenseKernel kernel, int batch, int inputs, int outputs, int seed, bool atEnd)
    {
        float[] input = FloatInputs.Uniform(batch * inputs, seed), weights = FloatInputs.Uniform(inputs * outputs, seed + 1);
        float[] bias = FloatInputs.Uniform(outputs, seed + 2);
        PackedDense packed = kernel.Pack(inputs, outputs, weights, new FloatEdges(bias, [0]));
        using var guardedInput = GuardedMemory.Of<float>(input, atEnd);
        using GuardedMemory output = atEnd ? GuardedMemory.AtEnd(batch * outputs * sizeof(float)) : GuardedMemory.AtStart(batch * outputs * sizeof(float));
        using GuardedMemory scratch = GuardedMemory.AtEnd(packed.ScratchBytes);
        int items = packed.WorkItems(batch), middle = items / 2;
        kernel.Run(packed, batch, guardedInput.AsSpan<float>(), output.AsSpan<float>(), scratch.AsSpan<byte>(), 0, middle);
        kernel.Run(packed, batch, guardedInput.AsSpan<float>(), output.AsSpan<float>(), scratch.AsSpan<byte>(), middle, items);
        var window = new WindowShape { Batch = batch, InputHeight = 1, InputWidth = 1, OutputHeight = 1, OutputWidth = 1, FilterHeight = 1, FilterWidth = 1 };
        (double[] sums, double[] magnitudes) = FloatConvolutionOracle.Sums(new ConvolutionShape(window, inputs, outputs), input, weights, bias);
        FloatConvolutionOracle.AssertClose(sums, magnitudes, output.AsSpan<float>(), 0, float.PositiveInfinity);
    }
}
