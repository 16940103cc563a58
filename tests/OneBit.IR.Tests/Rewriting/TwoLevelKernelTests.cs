using OneBit.Passes;
using OneBit.Tensors;
using Xunit;

namespace OneBit.IR.Tests.Rewriting;

/// <summary>Which filters have two levels per output channel.</summary>
public sealed class TwoLevelKernelTests
{
    [Fact]
    public void A_filter_of_two_levels_has_a_scale_per_channel()
    {
        Assert.True(TwoLevelKernel.TryMatch(Filter(2, 0.3f, -0.3f, -1.5f, -1.5f), out float[]? scales));
        Assert.Equal([0.3f, 1.5f], scales);
    }

    [Fact]
    public void A_channel_of_zeros_has_scale_0()
    {
        Assert.True(TwoLevelKernel.TryMatch(Filter(2, 0f, -0f, 1f, -1f), out float[]? scales));
        Assert.Equal([0f, 1f], scales);
    }

    [Theory]
    [InlineData(1f, 0f)]
    [InlineData(0f, 1f)]
    [InlineData(1f, 1.0000001f)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity)]
    [InlineData(1f, float.NaN)]
    public void Any_other_channel_is_refused(float first, float second) => Assert.False(TwoLevelKernel.TryMatch(Filter(1, first, second), out _));

    [Fact]
    public void A_tolerance_is_relative_to_the_scale()
    {
        Assert.True(TwoLevelKernel.TryMatch(Filter(1, 2f, -2.009f), out float[]? scales, 0.005));
        Assert.Equal([2f], scales);
        Assert.False(TwoLevelKernel.TryMatch(Filter(1, 2f, -2.011f), out _, 0.005));
        Assert.False(TwoLevelKernel.TryMatch(Filter(1, 0f, 1e-30f), out _, 0.005));
    }

    private static Literal Filter(int channels, params float[] weights) => Literal.Of<float>([channels, weights.Length / channels], weights);
}
