using OneBit.Kernels.Tests.Int8Convolution;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.Int8Elementwise;

public sealed class Int8MeanTests
{
    public static TheoryData<string> Rows => CatalogueRows.Names(Int8MeanKernel.Catalogue);

    [Theory, MemberData(nameof(Rows))]
    public void A_mean_of_a_power_of_two_is_one_rescaling_by_the_factor_over_the_count(string row)
    {
        foreach ((int count, int inner, float factor) in (ReadOnlySpan<(int, int, float)>)[(1, 7, 1f), (4, 33, 0.3f), (64, 5, 1.7f), (16, 1, 0.0011f)])
            Check(row, count, inner, factor, (sum, actual) =>
                Assert.Equal(RequantizationOracle.Apply(sum, (double)factor / count, SecondRounding.HalfAwayFromZero, -9, sbyte.MinValue, sbyte.MaxValue), actual));
    }

    [Theory, MemberData(nameof(Rows))]
    public void Any_other_mean_is_within_one_code_of_the_exact_one(string row)
    {
        foreach ((int count, int inner, float factor) in (ReadOnlySpan<(int, int, float)>)[(3, 9, 1f), (49, 17, 0.8f), (1000, 2, 2.5f)])
            Check(row, count, inner, factor, (sum, actual) => Assert.True(Math.Abs(Math.Clamp((sum * (double)factor / count) - 9, -128, 127) - actual) <= 1, $"{actual} for a sum of {sum}"));
    }

    private static void Check(string row, int count, int inner, float factor, Action<int, sbyte> agrees)
    {
        const int Outer = 3, ZeroPoint = 5;
        Int8MeanKernel kernel = CatalogueRows.Find(Int8MeanKernel.Catalogue, row);
        var random = new Random(count);
        sbyte[] codes = [.. Enumerable.Range(0, Outer * count * inner).Select(_ => (sbyte)random.Next(-128, 128))];
        var mean = new Int8Mean(count, inner, factor, ZeroPoint, -9);
        using var input = GuardedMemory.Of<sbyte>(codes, atEnd: true);
        using GuardedMemory output = GuardedMemory.AtEnd(Outer * inner), scratch = GuardedMemory.AtEnd(mean.ScratchBytes);
        kernel.Run(mean, input.AsSpan<sbyte>(), output.AsSpan<sbyte>(), scratch.AsSpan<byte>(), 0, 2);
        kernel.Run(mean, input.AsSpan<sbyte>(), output.AsSpan<sbyte>(), scratch.AsSpan<byte>(), 2, Outer);
        for (int i = 0; i < Outer * inner; i++)
        {
            (int o, int c) = int.DivRem(i, inner);
            agrees(Enumerable.Range(0, count).Sum(k => codes[(((o * count) + k) * inner) + c] - ZeroPoint), output.AsSpan<sbyte>()[i]);
        }
    }
}
