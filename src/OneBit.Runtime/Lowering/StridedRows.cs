using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Where the elements of a result come from in an operand that is walked with a step per dimension of the result: row by row of the innermost one.</summary>
internal sealed class StridedRows
{
    private readonly int first;
    private readonly int[] sizes;
    private readonly int[] steps;

    /// <param name="first">Element of the operand at the result's first one.</param>
    /// <param name="result">Shape of the result; a scalar is one row of one element.</param>
    /// <param name="steps">Elements of the operand between neighbours along each dimension of the result.</param>
    public StridedRows(int first, Shape result, int[] steps)
    {
        this.first = first;
        sizes = result.Rank == 0 ? [1] : [.. result];
        this.steps = result.Rank == 0 ? [0] : steps;
        Count = (int)(result.ElementCount / Width);
    }

    /// <summary>Rows of the result.</summary>
    public int Count { get; }

    /// <summary>Elements of a row.</summary>
    public int Width => sizes[^1];

    /// <summary>Elements of the operand between neighbours of a row.</summary>
    public int Step => steps[^1];

    /// <summary>An operand broadcast to the result.</summary>
    public static StridedRows Broadcast(Shape operand, Shape result)
    {
        int[] strides = Strides(operand), broadcast = new int[result.Rank];
        for (int d = 0; d < operand.Rank; d++)
            broadcast[result.Rank - operand.Rank + d] = operand[d] == 1 ? 0 : strides[d];
        return new StridedRows(0, result, broadcast);
    }

    /// <summary>Elements between neighbours along each dimension, row-major.</summary>
    public static int[] Strides(Shape shape)
    {
        int[] strides = new int[shape.Rank];
        int stride = 1;
        for (int d = shape.Rank - 1; d >= 0; stride *= shape[d], d--)
            strides[d] = stride;
        return strides;
    }

    /// <summary>Element of the operand at which a row starts.</summary>
    public int Start(int row)
    {
        int start = first;
        for (int d = sizes.Length - 2; d >= 0; d--)
        {
            start += row % sizes[d] * steps[d];
            row /= sizes[d];
        }
        return start;
    }
}
