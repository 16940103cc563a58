using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>A dimension of a new shape: a number, or the dimension that <paramref name="Axis"/> of the old shape has.</summary>
/// <param name="Size">The size; <see cref="Shape.Unknown"/> where it is not known before the model runs.</param>
/// <param name="Axis">Where to read an unknown size; negative where it is what is left of the elements.</param>
internal readonly record struct Extent(int Size, int Axis = -1)
{
    public static implicit operator Extent(int size) => new(size);

    /// <summary>Dimension <paramref name="axis"/> of <paramref name="x"/>.</summary>
    public static Extent Of(Value x, int axis) => new(x.Type.Shape[axis], axis);
}

/// <summary>Reshapes that work with dimensions that are not known yet.</summary>
internal static class Reshaping
{
    /// <summary>The elements of <paramref name="x"/> under another shape. One unknown dimension becomes −1 in a constant shape; more are read from x when the model runs.</summary>
    public static Value Reshape(this Graph graph, Value x, params ReadOnlySpan<Extent> shape)
    {
        int[] sizes = new int[shape.Length];
        int unknown = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = shape[i].Size;
            unknown += sizes[i] == Shape.Unknown ? 1 : 0;
        }
        if (unknown <= 1)
            return graph.Emit(new Reshape(), x, graph.Ints(sizes));
        Node node = graph.Add(new Reshape(), [x, graph.ShapeVector(x, shape)], [x.Type with { Shape = [.. sizes] }]);
        return node.Results[0];
    }

    /// <summary>A vector of int32: constant where every extent is known, otherwise joined from the dimensions of <paramref name="x"/>.</summary>
    public static Value ShapeVector(this Graph graph, Value x, params ReadOnlySpan<Extent> extents)
    {
        var parts = new List<Value>();
        Value? shape = null;
        foreach (Extent extent in extents)
        {
            if (extent.Size != Shape.Unknown || extent.Axis < 0)
            {
                parts.Add(graph.Ints(extent.Size));
                continue;
            }
            shape ??= graph.Emit(new ShapeOf(), x);
            parts.Add(graph.Dimension(shape, extent.Axis));
        }
        return shape is null ? graph.Ints([.. parts.Select(p => p.Constant!.Values<int>()[0])]) : graph.Emit(new Concat { Axis = 0 }, [.. parts]);
    }

    /// <summary>Element <paramref name="axis"/> of a shape vector, as a vector of one.</summary>
    public static Value Dimension(this Graph graph, Value shape, int axis) =>
        graph.Emit(new StridedSlice(), shape, graph.Ints(axis), graph.Ints(axis + 1), graph.Ints(1));
}
