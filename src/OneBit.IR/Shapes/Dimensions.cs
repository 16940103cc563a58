using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Arithmetic of dimensions that may be <see cref="Shape.Unknown"/>.</summary>
public static class Dimensions
{
    /// <summary>Product; unknown where a factor is. An empty product is 1.</summary>
    /// <exception cref="OverflowException">The product does not fit in 64 bits.</exception>
    public static long Product(ReadOnlySpan<int> dimensions)
    {
        long product = 1;
        foreach (int d in dimensions)
        {
            if (d == Shape.Unknown)
                return Shape.Unknown;
            product = checked(product * d);
        }
        return product;
    }

    /// <summary>Sum; unknown where a term is.</summary>
    /// <exception cref="OverflowException">The sum does not fit in 32 bits.</exception>
    public static int Sum(int a, long b) => a == Shape.Unknown || b == Shape.Unknown ? Shape.Unknown : checked((int)(a + b));

    /// <summary>True where the two can be the same size.</summary>
    public static bool Agree(long a, long b) => a == b || a == Shape.Unknown || b == Shape.Unknown;

    /// <summary>What is known of a size that two tensors agree on.</summary>
    public static int Known(int a, int b) => a == Shape.Unknown ? b : a;

    /// <summary>A shape of <paramref name="rank"/> unknown dimensions.</summary>
    public static Shape AllUnknown(int rank)
    {
        var dimensions = new int[rank];
        Array.Fill(dimensions, Shape.Unknown);
        return Shape.Create(dimensions);
    }
}
