using CsCheck;

namespace OneBit.Layers.Tests;

public sealed class OrderedFloatsTests
{
    private static readonly float Epsilon = OrderedFloats.Epsilon;

    [Fact]
    public void An_edge_at_zero_reads_subnormals_as_zero()
    {
        foreach (float zero in new[] { 0f, -0f, float.Epsilon, -1e-40f })
        {
            Assert.Equal(MathF.BitIncrement(-Epsilon), OrderedFloats.Edge(zero, strict: false));
            Assert.Equal(Epsilon, OrderedFloats.Edge(zero, strict: true));
        }
    }

    [Fact]
    public void A_strict_edge_is_one_float_further_and_none_beyond_infinity()
    {
        Assert.Equal(MathF.BitIncrement(0.5f), OrderedFloats.Edge(0.5f, strict: true));
        Assert.Equal(0.5f, OrderedFloats.Edge(0.5f, strict: false));
        Assert.Equal(float.NaN, OrderedFloats.Edge(float.PositiveInfinity, strict: true));
        Assert.Equal(float.PositiveInfinity, OrderedFloats.Edge(float.PositiveInfinity, strict: false));
    }

    [Fact]
    public void Bisection_finds_the_smallest_float_of_a_comparison() =>
        Gen.Float.Where(x => !float.IsNaN(x)).Sample(threshold =>
        {
            float found = OrderedFloats.Least(x => x >= threshold);
            return found == threshold && (float.IsNegativeInfinity(found) || !(MathF.BitDecrement(found) >= threshold));
        });

    [Fact]
    public void Bisection_of_a_comparison_with_flushing_is_the_edge() =>
        Gen.Float.Where(float.IsFinite).Select(Gen.Bool).Sample((threshold, strict) =>
        {
            float flushed = OrderedFloats.Flush(threshold);
            float found = OrderedFloats.Least(x => strict ? OrderedFloats.Flush(x) > flushed : OrderedFloats.Flush(x) >= flushed);
            return found.Equals(OrderedFloats.Edge(threshold, strict));
        });

    [Fact]
    public void A_predicate_that_is_never_true_has_no_edge() => Assert.Equal(float.NaN, OrderedFloats.Least(_ => false));
}
