using CsCheck;
using Xunit;

namespace OneBit.Kernels.Tests.Int8Convolution;

/// <summary>Whole vectors of sums against the definition: any factor, the ends of int32, halves of both roundings.</summary>
public sealed class RequantizationTests
{
    [Fact]
    public void Vectors_of_sums_match_the_definition() => Gen.Select(Gen.Int[1, 40], Gen.Enum<SecondRounding>(), Gen.Int[-128, 127], Gen.Int[0, 1 << 20]).Sample(
        (count, rounding, zero, seed) =>
        {
            var random = new Random(seed);
            double[] factors = [.. Enumerable.Range(0, count + 3).Select(_ => random.Next(6) switch
            {
                0 => 0,
                1 => 1,
                2 => Math.ScaleB(1, -random.Next(1, 33)),
                3 => random.Next(1, 1000),
                _ => random.NextDouble(),
            })];
            // What a factor of 1 and more takes out of int32 is not defined.
            int[] sums = [.. Enumerable.Range(0, count).Select(i => random.Next(5) switch
            {
                _ when factors[i + 3] >= 1 => random.Next(-1_000_000, 1_000_000),
                0 => int.MinValue,
                1 => int.MaxValue,
                2 => random.Next(-3, 4),
                3 => (1 << random.Next(31)) * (random.Next(2) == 0 ? 1 : -1),
                _ => random.Next(int.MinValue, int.MaxValue),
            })];
            sbyte[] actual = new sbyte[count];
            new Requantization(factors, rounding, zero, -100, 110).Apply(sums, actual, 3);
            for (int i = 0; i < count; i++)
                Assert.Equal(RequantizationOracle.Apply(sums[i], factors[i + 3], rounding, zero, -100, 110), actual[i]);
        },
        seed: "0000KOIPe036",
        iter: 3000,
        threads: 1);
}
