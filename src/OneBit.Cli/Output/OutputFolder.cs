using OneBit.Cli.Npy;
using OneBit.Tensors;

namespace OneBit.Cli.Output;

/// <summary>The folder that results go to.</summary>
internal static class OutputFolder
{
    /// <summary>Makes the folder; called before anything is computed, so that nobody waits for a result that has no place.</summary>
    /// <exception cref="InputException">It cannot be made, or takes no files.</exception>
    public static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            Check(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{folder}: the output folder cannot be made or written to ({FileErrors.Reason(e)}); name another one with --output-dir", e);
        }
    }

    /// <summary>Checks that files can be made in a folder, by making one that goes at once: rights alone do not tell (a disk may be read-only, or full).</summary>
    /// <exception cref="IOException">They cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">They must not.</exception>
    public static void Check(string folder)
    {
        string file = Path.Combine(folder, $".onebit-{Guid.NewGuid():N}");
        using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        stream.WriteByte(0);
    }

    /// <summary>Writes <c>output_0.npy</c>, …; returns the paths.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static string[] Write(string folder, IReadOnlyList<Literal> outputs)
    {
        var files = new string[outputs.Count];
        for (int i = 0; i < files.Length; i++)
        {
            files[i] = Path.Combine(folder, $"output_{i}.npy");
            NpyWriter.Write(files[i], outputs[i]);
        }
        return files;
    }
}
