namespace OneBit.Kernels;

/// <summary>
/// Two shapes aligned at their last dimension, where 1 meets any size: the output as rows of runs in which each operand is either read on or repeated.
/// Equal shapes are one run, a scalar operand too; [..., C] with [C] is a run per pixel.
/// </summary>
public sealed class Broadcast
{
    // Dimensions outside the run, innermost first, with the elements that a step moves each operand.
    private readonly int[] sizes;
    private readonly int[] leftSteps;
    private readonly int[] rightSteps;

    private Broadcast(List<(int Size, bool Left, bool Right)> dimensions)
    {
        (RunLength, LeftAdvances, RightAdvances) = dimensions[0];
        sizes = new int[dimensions.Count - 1];
        leftSteps = new int[sizes.Length];
        rightSteps = new int[sizes.Length];
        LeftLength = LeftAdvances ? RunLength : 1;
        RightLength = RightAdvances ? RunLength : 1;
        Length = RunLength;
        for (int i = 0; i < sizes.Length; i++)
        {
            (int size, bool left, bool right) = dimensions[i + 1];
            sizes[i] = size;
            leftSteps[i] = left ? LeftLength : 0;
            rightSteps[i] = right ? RightLength : 0;
            LeftLength = checked(left ? LeftLength * size : LeftLength);
            RightLength = checked(right ? RightLength * size : RightLength);
            Length = checked(Length * size);
        }
    }

    /// <summary>Elements of the output.</summary>
    public int Length { get; }

    /// <summary>Elements of the left operand.</summary>
    public int LeftLength { get; }

    /// <summary>Elements of the right operand.</summary>
    public int RightLength { get; }

    internal int RunLength { get; }

    internal bool LeftAdvances { get; }

    internal bool RightAdvances { get; }

    /// <summary>Lines up two shapes.</summary>
    /// <exception cref="ArgumentException">Two sizes differ and neither is 1.</exception>
    /// <exception cref="OverflowException">The output has more than 2³¹ − 1 elements.</exception>
    public static Broadcast Of(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        var merged = new List<(int Size, bool Left, bool Right)>();
        for (int i = 1; i <= Math.Max(left.Length, right.Length); i++)
        {
            int x = i <= left.Length ? left[^i] : 1, y = i <= right.Length ? right[^i] : 1;
            if (x != y && x != 1 && y != 1)
                throw new ArgumentException($"sizes {x} and {y} do not broadcast, {i} from the end");
            if (x == 1 && y == 1)
                continue;
            (int Size, bool Left, bool Right) next = (x == 1 ? y : x, x != 1, y != 1);
            // Neighbours that treat both operands alike are one dimension.
            if (merged.Count > 0 && merged[^1].Left == next.Left && merged[^1].Right == next.Right)
                merged[^1] = next with { Size = checked(merged[^1].Size * next.Size) };
            else
                merged.Add(next);
        }
        if (merged.Count == 0)
            merged.Add((1, true, true));
        return new Broadcast(merged);
    }

    /// <summary>Where the operands of a run start.</summary>
    internal (int Left, int Right) Starts(int row)
    {
        int left = 0, right = 0;
        for (int i = 0; i < sizes.Length && row > 0; i++)
        {
            (row, int index) = Math.DivRem(row, sizes[i]);
            left += index * leftSteps[i];
            right += index * rightSteps[i];
        }
        return (left, right);
    }
}
