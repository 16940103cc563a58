using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.FloatElementwise;

public sealed class SoftmaxTests
{
    public static TheoryData<string> Rows => CatalogueRows.Names(SoftmaxKernel.Catalogue);

    [Theory, MemberData(nameof(Rows))]
    public void Rows_of_any_length_match_the_definition(string row)
    {
        SoftmaxKernel kernel = CatalogueRows.Find(SoftmaxKernel.Catalogue, row);
        for (int depth = 1; depth < 70; depth++)
        {
            float[] input = FloatInputs.Uniform(3 * depth, depth);
            for (int i = 0; i < depth; i++)
                input[i] = input[i] * 40 + 1000;
            using var operand = GuardedMemory.Of<float>(input, depth % 2 == 0);
            using var logarithm = GuardedMemory.Of<float>(input, depth % 2 == 0);
            kernel.Softmax(operand.AsSpan<float>(), operand.AsSpan<float>(), depth, 0.5f);
            kernel.LogSoftmax(logarithm.AsSpan<float>(), logarithm.AsSpan<float>(), depth);
            for (int i = 0; i < input.Length; i++)
            {
                double[] x = [.. input.Skip(i / depth * depth).Take(depth).Select(value => (double)value)];
                double largest = x.Max();
                double expected = Math.Exp(0.5 * (input[i] - largest)) / x.Sum(value => Math.Exp(0.5 * (value - largest)));
                Assert.Equal(expected, operand.AsSpan<float>()[i], 2e-6);
                double expectedLogarithm = input[i] - largest - Math.Log(x.Sum(value => Math.Exp(value - largest)));
                Assert.Equal(expectedLogarithm, logarithm.AsSpan<float>()[i], 2e-6 * (1 + Math.Abs(expectedLogarithm)));
            }
        }
    }

    [Fact]
    public void NaN_spreads_over_its_row_and_equal_elements_share_alike()
    {
        SoftmaxKernel kernel = SoftmaxKernel.Catalogue.Pick();
        var output = new float[4];
        kernel.Softmax([1, float.NaN, 5, 5], output, 2, 1);
        Assert.Equal([float.NaN, float.NaN, 0.5f, 0.5f], output);
    }

    [Fact]
    public void Elements_that_are_not_whole_rows_are_refused()
    {
        SoftmaxKernel kernel = SoftmaxKernel.Catalogue.Pick();
        Assert.Throws<ArgumentException>(() => kernel.Softmax(new float[5], new float[5], 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Softmax(new float[5], new float[5], 0, 1));
    }
}
