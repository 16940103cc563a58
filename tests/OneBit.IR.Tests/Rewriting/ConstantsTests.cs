using OneBit.Passes;
using OneBit.Tensors;
using Xunit;

namespace OneBit.IR.Tests.Rewriting;

/// <summary>Arithmetic and predicates of constants as rules write them.</summary>
public sealed class ConstantsTests
{
    [Fact]
    public void Arithmetic_rounds_each_step_and_broadcasts()
    {
        Constant γ = Of([2], 3f, 1e-8f), k = Of([], 0.1f), β = Of([2], 1f, 1f);
        Constant result = (γ * k) + β;
        Assert.Equal([(3f * 0.1f) + 1f, 1f], result.Value.Values<float>().ToArray());
        Assert.Equal([1.5f, 0.5f], ((Of([2], 3f, 1f) - Of([], 0f)) / Of([], 2f)).Value.Values<float>().ToArray());
    }

    [Fact]
    public void Negation_turns_zero_into_negative_zero() => Assert.True((-Of([], 0f)).IsAll(-0f));

    [Theory]
    [InlineData(new int[] { }, true)]
    [InlineData(new[] { 4 }, true)]
    [InlineData(new[] { 1, 1, 1, 4 }, true)]
    [InlineData(new[] { 1, 2, 1, 4 }, false)]
    [InlineData(new[] { 4, 1 }, false)]
    public void Broadcasting_along_the_channel_is_seen_from_the_shape(int[] shape, bool expected) =>
        Assert.Equal(expected, Of(shape, new float[shape.Aggregate(1, (a, b) => a * b)]).BroadcastsAlongChannel);

    [Fact]
    public void Zero_and_negative_zero_are_told_apart()
    {
        Assert.True(Of([2], 0f, 0f).IsAll(0f));
        Assert.False(Of([2], 0f, -0f).IsAll(0f));
        Assert.False(new Constant { Value = Literal.Scalar(0) }.IsAll(0f));
    }

    [Theory]
    [InlineData(1f, true)]
    [InlineData(float.NaN, false)]
    [InlineData(float.NegativeInfinity, false)]
    public void Infinities_and_NaN_are_not_finite(float value, bool expected) => Assert.Equal(expected, Of([2], 1f, value).IsFinite);

    [Fact]
    public void Integers_of_both_widths_are_read_and_large_ones_refused()
    {
        Assert.Equal([1, -2], Literal.Vector(1, -2).AsInts());
        Assert.Equal([1, -2], Literal.Vector(1L, -2L).AsInts());
        Assert.Null(Literal.Vector(1L << 40).AsInts());
        Assert.Null(Literal.Vector(1f).AsInts());
    }

    private static Constant Of(int[] shape, params float[] values) => new() { Value = Literal.Of<float>(Shape.Create(shape), values) };
}
