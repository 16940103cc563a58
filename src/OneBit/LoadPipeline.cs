using OneBit.IR;

namespace OneBit;

/// <summary>From the bytes of a file to the graph that runs.</summary>
internal static class LoadPipeline
{
    public static Graph Read(ReadOnlyMemory<byte> bytes) =>
        throw new UnsupportedModelException($"{bytes.Length} bytes: no reader is built in", "tflite");

    public static Graph Optimise(Graph graph) => graph;
}
