namespace OneBit.Cli.Images;

/// <summary>Text files with the name of one class per line.</summary>
internal static class LabelFile
{
    /// <summary>The names in <paramref name="file"/>; empty lines at its end do not count.</summary>
    /// <exception cref="InputException">The file cannot be read or is empty.</exception>
    public static string[] Read(string file)
    {
        try
        {
            string[] lines = File.ReadAllText(file).TrimEnd().Split('\n', StringSplitOptions.TrimEntries);
            return lines is [""] ? throw new InputException($"{file}: is empty; expected the name of one class per line") : lines;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: the labels cannot be read ({FileErrors.Reason(e)})", e);
        }
    }
}
