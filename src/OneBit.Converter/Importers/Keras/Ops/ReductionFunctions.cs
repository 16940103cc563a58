using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Converter.Keras;

/// <summary>Functions that reduce over axes, and products of matrices.</summary>
internal static class ReductionFunctions
{
    private static readonly (ReduceKind Kind, string[] Names)[] Reductions =
    [
        (ReduceKind.Mean, ["reduce_mean", "mean"]),
        (ReduceKind.Sum, ["reduce_sum", "sum"]),
        (ReduceKind.Max, ["reduce_max", "max", "amax"]),
        (ReduceKind.Min, ["reduce_min", "min", "amin"]),
        (ReduceKind.Product, ["reduce_prod", "prod"]),
        (ReduceKind.Any, ["reduce_any", "any"]),
        (ReduceKind.All, ["reduce_all", "all"]),
    ];

    /// <summary>Adds the rows.</summary>
    public static void AddTo(IDictionary<string, Func<OpCall, IReadOnlyList<Value>>> table)
    {
        foreach ((ReduceKind kind, string[] names) in Reductions)
            table.Add(c => [Reduce(c, kind)], names);
        table.Add(MatMul, "matmul");
    }

    private static Value Reduce(OpCall call, ReduceKind kind)
    {
        Value x = PointwiseFunctions.Input(call);
        int[] axes = call.Integers(1, "axis") ?? [.. Enumerable.Range(0, x.Type.Shape.Rank)];
        return call.Graph.Emit(new Reduce { Kind = kind, KeepDims = call.Flag(2, "keepdims", "keep_dims") }, x, call.Graph.Emit(Literal.Vector(axes)));
    }

    private static IReadOnlyList<Value> MatMul(OpCall call)
    {
        (Value left, Value right) = (call.Tensor(0, call.Find(0, "a") is null ? "x" : "a"), call.Tensor(1, call.Find(1, "b") is null ? "y" : "b"));
        return [call.Graph.Emit(new BatchMatMul { AdjointLeft = call.Flag(2, "transpose_a"), AdjointRight = call.Flag(3, "transpose_b") }, left, right)];
    }
}
