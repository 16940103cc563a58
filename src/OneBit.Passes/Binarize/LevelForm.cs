using OneBit.IR;

namespace OneBit.Passes;

/// <summary>
/// The levels of a quantizer as integers X of a <see cref="LevelConv2D"/>: x = Unit·X + Rest, X = ±1 or X = q − Zero for codes q of some planes.  (F11, F12)
/// A padded zero is an X only where Rest is 0.
/// </summary>
/// <param name="Levels">What the bits stand for.</param>
/// <param name="Zero">The code that stands for 0.</param>
/// <param name="Unit">The real number that X = 1 stands for; above 0.</param>
/// <param name="Rest">What X = 0 stands for: 0 but for levels whose zero is no multiple of their distance.</param>
/// <param name="Planes">Planes of the code.</param>
public sealed record LevelForm(InputLevels Levels, int Zero, float Unit, float Rest, int Planes)
{
    // Levels that a framework rounds, such as 1/3 and 2/3, lie within this of their place, relative to the largest.
    private const double Rounding = 1.0 / (1 << 22);

    /// <summary>Codes above the highest that an op takes for zero.</summary>
    private const int MaxZero = 256;

    /// <summary>Largest |X|.</summary>
    public int Magnitude => Levels == InputLevels.Bipolar ? 1 : Math.Max(Math.Abs(Zero), Math.Abs((1 << Planes) - 1 - Zero));

    /// <summary>The form of two levels, the lower first; null where they are equal or not finite.</summary>
    public static LevelForm? Of(float lower, float upper)
    {
        if (!(lower < upper) || !float.IsFinite(upper - lower))
            return null;
        if (lower == -upper)
            return new LevelForm(InputLevels.Bipolar, 0, upper, 0, 1);
        double distance = (double)upper - lower, zero = -lower / distance;
        float unit = (float)distance;
        return zero == Math.Round(zero) && Math.Abs(zero) <= MaxZero && unit == distance
            ? new LevelForm(InputLevels.Unipolar, (int)zero, unit, 0, 1)
            : new LevelForm(InputLevels.Unipolar, 0, unit, lower, 1);
    }

    /// <summary>The form of evenly spaced levels in rising order, one of them 0; null where they are not.</summary>
    public static LevelForm? Of(ReadOnlySpan<float> levels)
    {
        int last = levels.Length - 1;
        double unit = ((double)levels[last] - levels[0]) / last, zero = Math.Round(-levels[0] / unit);
        if (!(unit > 0) || !double.IsFinite(unit) || zero < 0 || zero > last || last > 255)
            return null;
        double tolerance = Rounding * Math.Max(Math.Abs(levels[0]), Math.Abs(levels[last]));
        for (int i = 0; i <= last; i++)
        {
            if (!(Math.Abs(levels[i] - (unit * (i - zero))) <= tolerance))
                return null;
        }
        return new LevelForm(InputLevels.Unipolar, (int)zero, (float)unit, 0, 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)last));
    }

    /// <summary>The X that a padded <paramref name="value"/> is; null where it is none that the bits, or a bipolar border of 0, can hold.</summary>
    public int? Pad(float value)
    {
        double x = value / (double)Unit;
        if (Rest != 0 || x != Math.Round(x) || Math.Abs(x) > Magnitude)
            return null;
        return Levels == InputLevels.Bipolar || (x + Zero >= 0 && x + Zero < 1 << Planes) ? (int)x : null;
    }

    /// <summary>The code whose level is exactly <paramref name="value"/>, 0 for the lower of two; null where none is.</summary>
    public int? CodeOf(float value)
    {
        int[] codes = [.. Enumerable.Range(0, 1 << Planes).Where(code => (float)LevelOf(code) == value)];
        return codes is [var only] ? only : null;
    }

    private double LevelOf(int code) => ((double)Unit * (Levels == InputLevels.Bipolar ? (2 * code) - 1 : code - Zero)) + Rest;
}
