using CsCheck;
using OneBit.Reference;

namespace OneBit.Conformance.Reference;

/// <summary>Fixed-point arithmetic.</summary>
public sealed class FixedPointTests
{
    [Theory]
    [InlineData(0.5, 1, 1, 1)]
    [InlineData(0.5, -1, 0, 0)]
    [InlineData(0.25, 1, 1, 1)]
    [InlineData(0.25, 2, 1, 1)]
    [InlineData(0.25, -2, -1, 0)]
    [InlineData(8, -3, -24, -24)]
    public void Ties_of_the_last_shift_go_away_from_zero_or_up(double factor, int x, int away, int up)
    {
        Assert.Equal(away, FixedPoint.Of(factor).Times(x));
        Assert.Equal(up, FixedPoint.Of(factor).TimesHalfUp(x));
    }

    [Fact]
    public void Product_is_within_one_of_the_real_one() =>
        Gen.Select(Gen.Double[1e-6, 4], Gen.Int[-100_000, 100_000]).Sample((factor, x) =>
            Math.Abs(FixedPoint.Of(factor).Times(x) - (factor * x)) <= 1 && Math.Abs(FixedPoint.Of(factor).TimesHalfUp(x) - (factor * x)) <= 1, seed: "0000KOIPe036");

    [Fact]
    public void Exponential_is_right_to_seven_digits() =>
        Gen.Int[-(1 << 30), 0].Sample(x => Math.Abs(Math.ScaleB(FixedPointExp.Negative(x), -31) - Math.Exp(Math.ScaleB(x, -26))) < 1e-6, seed: "0000KOIPe036");

    [Fact]
    public void Reciprocal_is_right_to_seven_digits() =>
        Gen.Int[0, int.MaxValue].Sample(x => Math.Abs(Math.ScaleB(FixedPointExp.ReciprocalOfOnePlus(x), -31) - (1 / (1 + Math.ScaleB(x, -31)))) < 1e-6, seed: "0000KOIPe036");

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.4795001221869535)]
    [InlineData(-1, 1.8427007929497148)]
    [InlineData(4, 1.541725790028002e-8)]
    public void Complementary_error_function(double x, double expected) => Assert.Equal(expected, ErrorFunction.Complementary(x), 1e-14);
}
