using OneBit.Passes;
using Xunit;

namespace OneBit.IR.Tests.Rewriting;

/// <summary>Edges of monotone functions, to the last float. (F9)</summary>
public sealed class ThresholdSearchTests
{
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
