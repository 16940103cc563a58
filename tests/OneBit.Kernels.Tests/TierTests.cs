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
}
