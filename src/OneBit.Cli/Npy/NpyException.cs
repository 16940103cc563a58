namespace OneBit.Cli.Npy;

/// <summary>A file is not an .npy array that OneBit can use.</summary>
internal sealed class NpyException(string file, string problem, Exception? inner = null) : InputException($"{file}: {problem}", inner)
{
    /// <summary>The file.</summary>
    public string File { get; } = file;
}
