using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Result dimension i is input dimension permutation[i].</summary>
public sealed record Transpose : Op
{
    /// <summary>The schema.</summary>
    public static OpSchema<Transpose> Row { get; } = new(
        "Transpose",
        ["input", "permutation"]);

    /// <inheritdoc/>
    public override OpSchema Schema => Row;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Infer(Operands operands)
    {
        TensorType input = operands[0];
        int rank = input.Shape.Rank;
        if (operands.IntegersFor(1, rank) is not { } permutation)
            return input.Moved(Dimensions.AllUnknown(rank)).One();
        var source = new int[rank];
        var seen = new bool[rank];
        for (int i = 0; i < rank; i++)
        {
            source[i] = operands.Axis(permutation[i], rank);
            if (seen[source[i]])
                throw operands.Wrong(operands.Describe(1), $"with every axis of {rank} once", $"[{string.Join(',', permutation)}]");
            seen[source[i]] = true;
        }
        TensorType moved = input.Moved([.. source.Select(axis => input.Shape[axis])]);
        return input.Quantization is { IsPerChannel: true } q
            ? [moved with { Quantization = new Quantization(q.Scales, q.ZeroPoints, Array.IndexOf(source, q.Axis)) }]
            : moved.One();
    }
}
