using OneBit.Cli.Npy;
using OneBit.Tensors;

namespace OneBit.Cli.Output;

/// <summary>The folder that results go to.</summary>
internal static class OutputFolder
{
    /// <summary>Makes the folder; called before anything is computed, so that nobody waits for a result that has no place.</summary>
    /// <exception cref="InputException">It cannot be made.</exception>
    public static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{folder}: the output folder cannot be made ({FileErrors.Reason(e)}); name another one with --output-dir", e);
        }
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
