using OneBit.IR;

namespace OneBit.Cli;

/// <summary>Loads models so that every refusal names the file.</summary>
internal static class ModelFile
{
    /// <summary>The model in <paramref name="file"/>.</summary>
    /// <exception cref="InputException">The file is missing, cannot be read, is no model or uses what OneBit does not have.</exception>
    public static Model Load(string file, ModelOptions options)
    {
        if (Directory.Exists(file))
            throw new InputException($"{file}: is a folder; name a .tflite file");
        try
        {
            return Model.Load(file, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: the model cannot be read ({FileErrors.Reason(e)})", e);
        }
        catch (ModelFormatException e)
        {
            throw new InputException(e.Message.Contains(file, StringComparison.Ordinal) ? e.Message : $"{file}: {e.Message}", e);
        }
    }
}
