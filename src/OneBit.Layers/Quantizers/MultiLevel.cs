using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>Emits quantizers that are defined by a rounding: their edges are where the rounded code goes up.</summary>
internal static class MultiLevel
{
    /// <summary>Emits a quantizer.</summary>
    /// <param name="graph">Where nodes are added.</param>
    /// <param name="x">The input.</param>
    /// <param name="code">The code of a float, rising from <paramref name="first"/> to <paramref name="last"/>, computed as the framework does.</param>
    /// <param name="first">The first code.</param>
    /// <param name="last">The last code.</param>
    /// <param name="level">The value of a code.</param>
    public static Value Emit(Graph graph, Value x, Func<float, int> code, int first, int last, Func<int, float> level)
    {
        float[] edges = [.. Enumerable.Range(first + 1, last - first).Select(k => OrderedFloats.Least(v => code(v) >= k))];
        float[] levels = [.. Enumerable.Range(first, last - first + 1).Select(level)];
        return edges.Length == 1
            ? TwoLevel.Emit(graph, x, edges[0], levels[0], levels[1])
            : graph.Emit(new MultiLevelQuantize(), x, graph.Emit(Literal.Vector<float>(edges)), graph.Emit(Literal.Vector<float>(levels)));
    }
}
