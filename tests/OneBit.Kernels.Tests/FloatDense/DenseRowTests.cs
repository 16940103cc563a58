using CsCheck;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.FloatDense;

/// <summary>A matrix times one row, in the order of sums of the definition (F13).</summary>
public sealed class DenseRowTests
{
    public static TheoryData<string> Rows => CatalogueRows.Names(DenseRowKernel.Catalogue);

    [Theory, MemberData(nameof(Rows))]
    public void Any_size_gives_the_bits_of_the_definition(string row)
    {
        DenseRowKernel kernel = CatalogueRows.Find(DenseRowKernel.Catalogue, row);
        Gen.Select(Gen.Int[4, 70], Gen.Int[4, 40], Gen.Int[0, 1000], Gen.Bool)
            .Sample((inputs, outputs, seed, atEnd) => Check(kernel, inputs, outputs, seed, atEnd), iter: 300, seed: "0000KfltDens", threads: 1);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        DenseRowKernel kernel = DenseRowKernel.Catalogue.Pick();
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Pack(3, 4, new float[12], default));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Pack(4, 3, new float[12], default));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Pack(4, 4, new float[15], default));
        PackedDenseRow packed = kernel.Pack(4, 4, new float[16], default);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(packed, new float[3], new float[4], 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(packed, new float[4], new float[3], 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(packed, new float[4], new float[4], 0, packed.WorkItems + 1));
    }

    private static void Check(DenseRowKernel kernel, int inputs, int outputs, int seed, bool atEnd)
    {
        float[] input = FloatInputs.Uniform(inputs, seed), weights = FloatInputs.Uniform(inputs * outputs, seed + 1), bias = FloatInputs.Uniform(outputs, seed + 2);
        PackedDenseRow packed = kernel.Pack(inputs, outputs, weights, new FloatEdges(bias, [-0.5f], [2]));
        using var guardedInput = GuardedMemory.Of<float>(input, atEnd);
        using GuardedMemory output = atEnd ? GuardedMemory.AtEnd(outputs * sizeof(float)) : GuardedMemory.AtStart(outputs * sizeof(float));
        int middle = packed.WorkItems / 2;
        kernel.Run(packed, guardedInput.AsSpan<float>(), output.AsSpan<float>(), middle, packed.WorkItems);
        kernel.Run(packed, guardedInput.AsSpan<float>(), output.AsSpan<float>(), 0, middle);
        for (int o = 0; o < outputs; o++)
            Assert.Equal(Math.Clamp(Sum(input, weights.AsSpan(o * inputs, inputs)) + bias[o], -0.5f, 2), output.AsSpan<float>()[o]);
    }

    private static float Sum(ReadOnlySpan<float> x, ReadOnlySpan<float> w)
    {
        float[] lanes = new float[4];
        for (int k = 0; k < x.Length; k++)
        {
            bool isRest = k >= x.Length - (x.Length % 4);
            float product = x[k] * w[k];
            lanes[isRest ? 4 - (x.Length - k) : k % 4] += product;
        }
        return lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
    }
}
