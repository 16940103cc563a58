using OneBit.Passes;
using Xunit;

namespace OneBit.IR.Tests.Rewriting;

/// <summary>Edges of monotone functions, to the last float. (F9)</summary>
public sealed class ThresholdSearchTests
{
    public static TheoryData<float> Thresholds =>
        [float.NegativeInfinity, float.MinValue, -1.5f, -1.17549435e-38f, -float.Epsilon, 0f, float.Epsilon, 1.17549435e-38f, 0.5f, 1f, float.MaxValue, float.PositiveInfinity];

    [Theory]
    [MemberData(nameof(Thresholds))]
    public void The_edge_of_a_comparison_is_its_threshold(float threshold)
    {
        Assert.Equal(threshold, ThresholdSearch.Edge(x => x >= threshold));
        float next = ThresholdSearch.Edge(x => x > threshold);
        Assert.Equal(float.IsPositiveInfinity(threshold) ? float.NaN : MathF.BitIncrement(threshold), next);
    }

    [Fact]
    public void What_is_never_true_has_no_edge() => Assert.Equal(float.NaN, ThresholdSearch.Edge(_ => false));

    [Fact]
    public void The_edge_of_arithmetic_is_where_its_rounding_goes_up()
    {
        float edge = ThresholdSearch.Edge(x => (x * 0.1f) - 0.3f >= 0);
        Assert.True((edge * 0.1f) - 0.3f >= 0);
        Assert.False((MathF.BitDecrement(edge) * 0.1f) - 0.3f >= 0);
    }

    [Fact]
    public void Steps_are_found_per_channel_rising_and_falling()
    {
        IReadOnlyList<float>[]? steps = ThresholdSearch.Steps(3, Evaluate, maxSteps: 2);
        Assert.NotNull(steps);
        Assert.Equal([0.5f], steps[0]);
        Assert.Equal([-1f, 2f], steps[1]);
        Assert.Empty(steps[2]);

        static float[] Evaluate(float[] rows)
        {
            Func<float, float>[] functions = [x => x >= 0.5f ? 1 : 0, x => x >= 2 ? -7 : x >= -1 ? 3 : 5, _ => 4];
            return [.. rows.Select((x, i) => functions[i % 3](x))];
        }
    }

    [Fact]
    public void What_climbs_or_steps_too_often_is_given_up_early()
    {
        int evaluations = 0;
        Assert.Null(ThresholdSearch.Steps(1, Clamp, maxSteps: 255));
        Assert.InRange(evaluations, 1, 32);
        Assert.Null(ThresholdSearch.Steps(1, rows => Array.ConvertAll(rows, x => Math.Clamp(MathF.Floor(x), 0, 3)), maxSteps: 2));

        float[] Clamp(float[] rows)
        {
            evaluations++;
            return Array.ConvertAll(rows, x => Math.Clamp(x, -1, 6));
        }
    }
}
