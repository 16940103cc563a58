using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>The leading dimension of inputs goes from one size to another, and with it that of every tensor that hangs on them.</summary>
internal sealed class BatchChange
{
    private readonly int from;
    private readonly int to;
    private readonly HashSet<Value> scaled = [];

    private BatchChange(int from, int to)
    {
        this.from = from;
        this.to = to;
    }

    /// <summary>The change, where nothing else changes; else null.</summary>
    public static BatchChange? Between(IReadOnlyList<Shape> old, IReadOnlyList<Shape> changed)
    {
        BatchChange? change = null;
        for (int i = 0; i < old.Count; i++)
        {
            if (old[i] == changed[i])
                continue;
            if (!old[i].IsStatic || old[i].Rank == 0 || old[i].Rank != changed[i].Rank || old[i].With(0, changed[i][0]) != changed[i] || old[i][0] == 0)
                return null;
            if (change is not null && (change.from != old[i][0] || change.to != changed[i][0]))
                return null;
            change = new BatchChange(old[i][0], changed[i][0]);
        }
        return change;
    }

    /// <summary>Notes which inputs change.</summary>
    public void Follow(IReadOnlyList<Value> inputs, IReadOnlyList<Shape> shapes)
    {
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Type.Shape != shapes[i])
                scaled.Add(inputs[i]);
        }
    }

    /// <summary>The op, and in <paramref name="operands"/> its operands, for the new batch: a reshape to a constant shape scales that shape's leading dimension.</summary>
    public Op Adapt(Node node, Graph copy, Value?[] operands)
    {
        if (node.Op is not Reshape reshape || node.Operands[0] is not { } input || !scaled.Contains(input))
            return node.Op;
        if (node.Operands.Count > 1 && node.Operands[1] is { } shape)
        {
            if (shape.Constant is { } constant && constant.Type.Element == DType.Int32 && Scale(constant.Values<int>()) is { } dimensions)
                operands[1] = copy.Emit(Literal.Of<int>(constant.Type, dimensions));
            return reshape;
        }
        return Scale(reshape.Shape.AsSpan()) is { } attribute ? reshape with { Shape = [.. attribute] } : reshape;
    }

    /// <summary>What is wrong with the new types of a node, if anything.</summary>
    public string? Check(Node old, Node changed)
    {
        if (old.Op is Constant || !old.Operands.Any(operand => operand is not null && scaled.Contains(operand)))
            return null;
        for (int i = 0; i < old.Results.Count; i++)
        {
            Shape before = old.Results[i].Type.Shape;
            Shape after = changed.Results[i].Type.Shape;
            if (before.IsStatic && after.IsStatic && !IsScaled(before, after) && !(old.Op is PackPlanes && IsScaled(before, after, 1)))
                return $"{before} becomes {after}, which is not a batch of {to} in place of {from}";
            scaled.Add(old.Results[i]);
        }
        return null;
    }

    // Planes stand before the batch.
    private bool IsScaled(Shape before, Shape after, int axis = 0) =>
        before.Rank > axis && before.Rank == after.Rank && (long)before[axis] * to == (long)after[axis] * from && before.With(axis, after[axis]) == after;

    private int[]? Scale(ReadOnlySpan<int> shape)
    {
        if (shape.Length == 0 || shape[0] <= 0 || (long)shape[0] * to % from != 0)
            return null;
        int[] dimensions = shape.ToArray();
        dimensions[0] = checked((int)((long)shape[0] * to / from));
        return dimensions;
    }
}
