using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Positions in tensors: strides, odometer, broadcasting.</summary>
internal static class Indices
{
    /// <summary>Elements between neighbours along each dimension, row-major.</summary>
    public static int[] Strides(Shape shape)
    {
        int[] strides = new int[shape.Rank];
        int stride = 1;
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride = checked(stride * shape[d]);
        }
        return strides;
    }

    /// <summary>Moves <paramref name="index"/> to the next position in row-major order; after the last comes the first again.</summary>
    public static void Advance(Span<int> index, Shape shape)
    {
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            if (++index[d] < shape[d])
                return;
            index[d] = 0;
        }
    }

    /// <summary>For each element of <paramref name="result"/> the flat position of the element of <paramref name="operand"/> that broadcasting puts there.</summary>
    public static int[] Broadcast(Shape operand, Shape result)
    {
        int[] strides = Strides(operand);
        int[] map = new int[checked((int)result.ElementCount)];
        Span<int> index = new int[result.Rank];
        int missing = result.Rank - operand.Rank;
        for (int i = 0; i < map.Length; i++)
        {
            int at = 0;
            for (int d = 0; d < operand.Rank; d++)
                at += operand[d] == 1 ? 0 : index[missing + d] * strides[d];
            map[i] = at;
            Advance(index, result);
        }
        return map;
    }

    /// <summary>Product of the dimensions before <paramref name="axis"/>.</summary>
    public static int Outer(Shape shape, int axis) => Product(shape.Dimensions[..axis]);

    /// <summary>Product of the dimensions behind <paramref name="axis"/>.</summary>
    public static int Inner(Shape shape, int axis) => Product(shape.Dimensions[(axis + 1)..]);

    private static int Product(ReadOnlySpan<int> dimensions)
    {
        int product = 1;
        foreach (int d in dimensions)
            product = checked(product * d);
        return product;
    }
}
