using OneBit.IR;
using OneBit.TfLite.Writing;

namespace OneBit.TfLite;

/// <summary>Writes models in TensorFlow Lite's format, for Larq Compute Engine and for every other interpreter that has the operators.</summary>
public static class TfLiteWriter
{
    /// <summary>The file of a graph.</summary>
    /// <remarks>
    /// Ops become operators one for one, at the earliest version that does what they do; bits are written as int32 words. A dimension that is not known is stored as 1 with −1 in the tensor's signature.
    /// </remarks>
    /// <exception cref="UnsupportedModelException">The format has no operator for some ops; all are named at once.</exception>
    public static byte[] Write(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new GraphWriter(graph).ToArray();
    }

    /// <summary>Writes the file of a graph to <paramref name="stream"/>.</summary>
    /// <exception cref="UnsupportedModelException">The format has no operator for some ops; nothing is written.</exception>
    public static void Write(Graph graph, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Write(graph));
    }

    /// <summary>Writes the file of a graph to <paramref name="path"/>: all of it, or nothing where something goes wrong.</summary>
    /// <exception cref="UnsupportedModelException">The format has no operator for some ops; nothing is written.</exception>
    public static void Write(Graph graph, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = Write(graph);
        string target = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(target) ?? ".", $".{Path.GetFileName(target)}.{Guid.NewGuid():N}");
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
