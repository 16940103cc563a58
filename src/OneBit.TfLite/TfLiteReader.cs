using OneBit.IR;
using OneBit.TfLite.Reading;

namespace OneBit.TfLite;

/// <summary>Reads models in TensorFlow Lite's format, those of Larq Compute Engine included.</summary>
public static class TfLiteReader
{
    /// <summary>Translates a model to a graph, without changing what it computes.</summary>
    /// <param name="bytes">The file. Constants of the graph are views of it, so it must stay as it is.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <remarks>
    /// Operators become ops one for one. Bit-packed tensors, int32 words in the file, become bits; words stay at the graph's inputs and outputs and where other operators touch them.
    /// Nothing in the file is trusted; reading takes memory in proportion to the file, apart from its constants, which are not copied.
    /// </remarks>
    /// <exception cref="ModelFormatException">The file is damaged or means nothing.</exception>
    /// <exception cref="UnsupportedModelException">The file uses what OneBit does not have; all such operators are named at once.</exception>
    public static Graph Read(ReadOnlyMemory<byte> bytes, TfLiteReadOptions? options = null)
    {
        options ??= TfLiteReadOptions.Default;
        try
        {
            return new GraphReader(FileModel.Open(bytes), options).Read();
        }
        catch (ModelFormatException e) when (options.FileName is not null)
        {
            throw ModelErrors.With(e, file: options.FileName);
        }
    }
}
