using OneBit.Cli.Inputs;
using OneBit.Tensors;

namespace OneBit.Cli.Output;

/// <summary>
/// How far two arrays are apart: the largest |a - b| and the largest |a - b| / max(|a|, |b|), and on how many rows (all but the last dimension) the index of the largest
/// element is the same. Two NaN are equal, as are two infinities of one sign; NaN against a number is infinitely far.
/// </summary>
internal sealed record Difference(double Absolute, double Relative, int Agreeing, int Rows)
{
    /// <summary>The difference of two arrays with the same number of elements.</summary>
    public static Difference Of(Literal a, Literal b)
    {
        ReadOnlySpan<double> x = Reals(a);
        ReadOnlySpan<double> y = Reals(b);
        double absolute = 0;
        double relative = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double apart = Apart(x[i], y[i]);
            absolute = Math.Max(absolute, apart);
            if (apart > 0)
                relative = Math.Max(relative, double.IsInfinity(apart) ? apart : apart / Math.Max(Math.Abs(x[i]), Math.Abs(y[i])));
        }
        int columns = a.Type.Shape.Rank == 0 ? 1 : a.Type.Shape[^1];
        int rows = columns == 0 ? 0 : x.Length / columns;
        int agreeing = 0;
        for (int row = 0; row < rows; row++)
        {
            if (ArgMax(x.Slice(row * columns, columns)) == ArgMax(y.Slice(row * columns, columns)))
                agreeing++;
        }
        return new Difference(absolute, relative, agreeing, rows);
    }

    private static double Apart(double a, double b)
    {
        if (a.Equals(b) || a == b)
            return 0;
        double apart = Math.Abs(a - b);
        return double.IsNaN(apart) ? double.PositiveInfinity : apart;
    }

    private static int ArgMax(ReadOnlySpan<double> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }
        return best;
    }

    /// <summary>Real values: codes of an affine quantization are dequantized.</summary>
    private static double[] Reals(Literal array)
    {
        double[] values = ElementCast.Cast(array, DType.Float64).Values<double>().ToArray();
        if (array.Type.Quantization is { IsPerChannel: false } q)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = q.Scale * (values[i] - q.ZeroPoint);
        }
        return values;
    }
}
