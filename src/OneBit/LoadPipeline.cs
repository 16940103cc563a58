using OneBit.IR;
using OneBit.Passes;
using OneBit.TfLite;

namespace OneBit;

/// <summary>From the bytes of a file to the graph that runs.</summary>
internal static class LoadPipeline
{
    public static Graph Read(ReadOnlyMemory<byte> bytes, TfLiteReadOptions options) => TfLiteReader.Read(bytes, options);

    /// <summary>Applies the passes of loading, in place: no bit of a result changes, but for subnormal constants.</summary>
    public static Graph Optimise(Graph graph)
    {
        PassRunner.Run(graph, Pipelines.Load);
        return graph;
    }
}
