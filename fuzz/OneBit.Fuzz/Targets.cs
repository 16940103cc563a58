using OneBit.IR;
using OneBit.TfLite;

namespace OneBit.Fuzz;

/// <summary>What is fuzzed. A <see cref="ModelFormatException"/> is the right answer to a bad file; everything else that escapes is a find.</summary>
internal static class Targets
{
    /// <summary>Declared tensors may take this much here, so that a find is never the machine's memory.</summary>
    private const long MaxMemory = 64L << 20;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    /// <summary>The .tflite reader alone.</summary>
    public static void Read(Stream stream)
    {
        try
        {
            _ = TfLiteReader.Read(Bytes(stream), new TfLiteReadOptions { MaxMemory = MaxMemory });
        }
        catch (ModelFormatException)
        {
            // The file is damaged and was refused.
        }
    }

    /// <summary>Loading, planning and one run on zeros.</summary>
    public static void LoadAndRun(Stream stream)
    {
        using var timeLimit = new CancellationTokenSource(TimeLimit);
        try
        {
            using var model = Model.Load(Bytes(stream), new ModelOptions { MaxMemory = MaxMemory });
            using Session session = model.CreateSession(new SessionOptions { Threads = 1 });
            session.Run(timeLimit.Token);
        }
        catch (ModelFormatException)
        {
            // The file is damaged and was refused.
        }
        catch (OperationCanceledException)
        {
            // A large model, not a hang: the limit ended it.
        }
    }

    private static ReadOnlyMemory<byte> Bytes(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
