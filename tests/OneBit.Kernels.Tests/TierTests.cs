using Xunit;

namespace OneBit.Kernels.Tests;

public sealed class TierTests
{
    [Fact]
    public void The_tier_is_the_one_that_the_environment_promised()
    {
        string? promised = Environment.GetEnvironmentVariable("ONEBIT_EXPECT_TIER");
        Assert.SkipWhen(string.IsNullOrEmpty(promised), "ONEBIT_EXPECT_TIER promises nothing");
        Assert.Equal(promised, Cpu.Tier);
    }

    /// <summary>Within a tier, so that rows that need more are known to have run, and those that need less to have been on their own.</summary>
    [Fact]
    public void The_features_are_those_that_the_environment_promised()
    {
        string? promised = Environment.GetEnvironmentVariable("ONEBIT_EXPECT_FEATURES");
        Assert.SkipWhen(string.IsNullOrEmpty(promised), "ONEBIT_EXPECT_FEATURES promises nothing");
        Assert.Equal(promised, Cpu.Features.ToString());
    }
}
