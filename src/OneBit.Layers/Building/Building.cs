using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Short forms for emitting ops: operands that are constants are written as what they hold.</summary>
internal static class Building
{
    public static Value Scalar(this Graph graph, float value) => graph.Emit(Literal.Scalar(value));

    public static Value Vector(this Graph graph, params ReadOnlySpan<float> values) =>
        graph.Emit(values.Length == 1 ? Literal.Scalar(values[0]) : Literal.Vector(values));

    public static Value Ints(this Graph graph, params ReadOnlySpan<int> values) => graph.Emit(Literal.Vector(values));

    public static Value Unary(this Graph graph, UnaryKind kind, Value x) => graph.Emit(new Unary { Kind = kind }, x);

    public static Value Binary(this Graph graph, BinaryKind kind, Value left, Value right) => graph.Emit(new Binary { Kind = kind }, left, right);

    public static Value Binary(this Graph graph, BinaryKind kind, Value left, float right) => graph.Binary(kind, left, graph.Scalar(right));

    /// <summary>Result dimension i is input dimension permutation[i]; the value itself where nothing moves.</summary>
    public static Value Transpose(this Graph graph, Value x, params ReadOnlySpan<int> permutation)
    {
        bool moves = false;
        for (int i = 0; i < permutation.Length; i++)
            moves |= permutation[i] != i;
        return moves ? graph.Emit(new Transpose(), x, graph.Ints(permutation)) : x;
    }

    public static Value ExpandDims(this Graph graph, Value x, int axis) => graph.Emit(new ExpandDims(), x, graph.Emit(Literal.Scalar(axis)));

    public static Value Squeeze(this Graph graph, Value x, int axis) => graph.Emit(new Squeeze { Axes = [axis] }, x);

    public static Value Reduce(this Graph graph, ReduceKind kind, Value x, bool keepDims, params ReadOnlySpan<int> axes) =>
        graph.Emit(new Reduce { Kind = kind, KeepDims = keepDims }, x, graph.Ints(axes));

    /// <summary>Adds (before, after) elements of <paramref name="value"/> around each dimension.</summary>
    public static Value Pad(this Graph graph, Value x, ReadOnlySpan<(int Before, int After)> pads, float value = 0)
    {
        var flat = new int[pads.Length * 2];
        for (int i = 0; i < pads.Length; i++)
            (flat[2 * i], flat[(2 * i) + 1]) = pads[i];
        Value amounts = graph.Emit(Literal.Of<int>([pads.Length, 2], flat));
        return value == 0 ? graph.Emit(new Pad(), x, amounts) : graph.Emit(new Pad(), x, amounts, graph.Scalar(value));
    }

    /// <summary>Applies a function of the last dimension along another one: <paramref name="axis"/> is moved to the end and back.</summary>
    public static Value Along(this Graph graph, Value x, int axis, Func<Value, Value> function)
    {
        int rank = x.Type.Shape.Rank;
        int[] permutation = [.. Enumerable.Range(0, rank).Where(i => i != axis), axis];
        int[] inverse = [.. Enumerable.Range(0, rank).Select(i => Array.IndexOf(permutation, i))];
        return graph.Transpose(function(graph.Transpose(x, permutation)), inverse);
    }
}
