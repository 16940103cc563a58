using CsCheck;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.FloatElementwise;

public sealed class FloatBinaryTests
{
    private static readonly float[] Edges =
        [0f, -0f, 1f, -1f, 0.1f, 3f, float.MaxValue, float.MinValue, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity, float.NaN];

    public static TheoryData<string> Rows => CatalogueRows.Names(FloatBinaryKernel.Catalogue);

    private static Gen<(int[] Left, int[] Right)> Shapes { get; } =
        from sizes in Gen.Int[1, 6].Array[0, 4]
        from last in FloatInputs.Channels
        from leftOnes in Gen.Bool.Array[5]
        from rightOnes in Gen.Bool.Array[5]
        from leftSkips in Gen.Int[0, 4]
        from rightSkips in Gen.Int[0, 4]
        let all = (int[])[.. sizes, last]
        select (
            all.Select((size, i) => leftOnes[i] && !rightOnes[i] ? 1 : size).Skip(Math.Min(leftSkips, rightSkips > 0 ? 0 : all.Length)).ToArray(),
            all.Select((size, i) => rightOnes[i] && !leftOnes[i] ? 1 : size).Skip(Math.Min(rightSkips, all.Length)).ToArray());

    [Theory, MemberData(nameof(Rows))]
    public void Any_two_shapes_give_the_bits_of_one_operation_per_element(string row)
    {
        FloatBinaryKernel kernel = CatalogueRows.Find(FloatBinaryKernel.Catalogue, row);
        Gen.Select(Shapes, Gen.Enum<FloatBinaryKind>(), Gen.Int[0, 1000], Gen.Bool)
            .Sample((shapes, kind, seed, atEnd) => Check(kernel, kind, shapes.Left, shapes.Right, seed, atEnd), iter: 500, seed: "0000KfltBina", threads: 1);
    }

    [Theory, MemberData(nameof(Rows))]
    public void Edges_against_edges_give_the_bits_of_one_operation(string row)
    {
        FloatBinaryKernel kernel = CatalogueRows.Find(FloatBinaryKernel.Catalogue, row);
        int n = Edges.Length;
        var broadcast = Broadcast.Of([n, 1], [n]);
        var output = new float[n * n];
        foreach (FloatBinaryKind kind in Enum.GetValues<FloatBinaryKind>())
        {
            kernel.Run(kind, broadcast, Edges, Edges, output, float.MinValue, float.MaxValue, 0, n * n);
            for (int i = 0; i < n * n; i++)
                AssertSame(Definition(kind, Edges[i / n], Edges[i % n], float.MinValue, float.MaxValue), output[i]);
        }
    }

    [Fact]
    public void Division_by_zero_is_clamped_to_the_largest_float_and_zero_by_zero_is_NaN()
    {
        FloatBinaryKernel kernel = FloatBinaryKernel.Catalogue.Pick();
        var output = new float[4];
        kernel.Run(FloatBinaryKind.Div, Broadcast.Of([4], [4]), [1, -1, 0, 2], [0, 0, 0, -0f], output, float.MinValue, float.MaxValue, 0, 4);
        Assert.Equal([float.MaxValue, float.MinValue, float.NaN, float.MinValue], output);
    }

    [Fact]
    public void Shapes_that_do_not_meet_and_short_operands_are_refused()
    {
        FloatBinaryKernel kernel = FloatBinaryKernel.Catalogue.Pick();
        Assert.Throws<ArgumentException>(() => Broadcast.Of([2, 3], [2]));
        var broadcast = Broadcast.Of([2, 3], [3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(FloatBinaryKind.Add, broadcast, new float[5], new float[3], new float[6], -1, 1, 0, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(FloatBinaryKind.Add, broadcast, new float[6], new float[2], new float[6], -1, 1, 0, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(FloatBinaryKind.Add, broadcast, new float[6], new float[3], new float[5], -1, 1, 0, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(FloatBinaryKind.Add, broadcast, new float[6], new float[3], new float[6], -1, 1, 0, 7));
    }

    private static void Check(FloatBinaryKernel kernel, FloatBinaryKind kind, int[] left, int[] right, int seed, bool atEnd)
    {
        var broadcast = Broadcast.Of(left, right);
        float[] x = FloatInputs.Uniform(Product(left), seed), y = FloatInputs.Uniform(Product(right), seed + 1);
        using var guardedX = GuardedMemory.Of<float>(x, atEnd);
        using var guardedY = GuardedMemory.Of<float>(y, atEnd);
        using GuardedMemory output = atEnd ? GuardedMemory.AtEnd(broadcast.Length * sizeof(float)) : GuardedMemory.AtStart(broadcast.Length * sizeof(float));
        int middle = (int)((long)broadcast.Length * (seed % 10) / 10);
        kernel.Run(kind, broadcast, guardedX.AsSpan<float>(), guardedY.AsSpan<float>(), output.AsSpan<float>(), -1.5f, 3, middle, broadcast.Length);
        kernel.Run(kind, broadcast, guardedX.AsSpan<float>(), guardedY.AsSpan<float>(), output.AsSpan<float>(), -1.5f, 3, 0, middle);
        int rank = Math.Max(left.Length, right.Length);
        Span<float> actual = output.AsSpan<float>();
        for (int i = 0; i < actual.Length; i++)
        {
            int rest = i, xi = 0, yi = 0, xStep = 1, yStep = 1;
            for (int d = 1; d <= rank; d++)
            {
                int xs = d <= left.Length ? left[^d] : 1, ys = d <= right.Length ? right[^d] : 1, size = Math.Max(xs, ys);
                int index = rest % size;
                rest /= size;
                xi += xs == 1 ? 0 : index * xStep;
                yi += ys == 1 ? 0 : index * yStep;
                xStep *= xs;
                yStep *= ys;
            }
            AssertSame(Definition(kind, x[xi], y[yi], -1.5f, 3), actual[i]);
        }
    }

    private static float Definition(FloatBinaryKind kind, float x, float y, float lower, float upper)
    {
        float value = kind switch
        {
            FloatBinaryKind.Add => x + y,
            FloatBinaryKind.Sub => x - y,
            FloatBinaryKind.Mul => x * y,
            FloatBinaryKind.Div => x / y,
            FloatBinaryKind.Maximum => x > y || float.IsNaN(x) ? x : y,
            FloatBinaryKind.Minimum => x < y || float.IsNaN(x) ? x : y,
            FloatBinaryKind.SquaredDifference => (x - y) * (x - y),
            FloatBinaryKind.PRelu => x < 0 ? x * y : x,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return value < lower ? lower : value > upper ? upper : value;
    }

    private static int Product(int[] sizes) => sizes.Aggregate(1, (product, size) => product * size);

    private static void AssertSame(float expected, float actual)
    {
        if (!float.IsNaN(expected) || !float.IsNaN(actual))
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(actual));
    }
}
