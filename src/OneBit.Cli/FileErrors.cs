namespace OneBit.Cli;

/// <summary>Words for what file systems refuse.</summary>
internal static class FileErrors
{
    /// <summary>A few words, without the path, which the caller names.</summary>
    public static string Reason(Exception e) => e switch
    {
        UnauthorizedAccessException => "access denied",
        FileNotFoundException or DirectoryNotFoundException => "does not exist",
        PathTooLongException => "the path is too long",
        EndOfStreamException => "it ended early",
        _ => e.Message.Split(" : ")[0].ReplaceLineEndings(" ").TrimEnd('.'),
    };
}
