using OneBit.Cli.Output;
using OneBit.Converter;
using OneBit.IR;
using ModelConverter = OneBit.Converter.Converter;

namespace OneBit.Cli;

/// <summary>Loads models so that every refusal names the file.</summary>
internal static class ModelFile
{
    private const int HeaderBytes = 8;

    /// <summary>The model in <paramref name="file"/>: .tflite as it is, others as they are imported, unconverted; with progress, for those take longer.</summary>
    /// <exception cref="InputException">The file is missing, cannot be read, is no model or uses what OneBit does not have.</exception>
    public static Model Load(Terminal terminal, string file, ModelOptions options, ImportOptions import) => Guarded(file, () =>
    {
        if (IsTfLite(file) && import.InputShapes is not null)
            throw new InputException($"{file}: is a .tflite file, whose shapes are its own; --input-shape is for models that are imported");
        if (IsTfLite(file) || (File.Exists(file) && Path.GetExtension(file).Equals(".tflite", StringComparison.OrdinalIgnoreCase)))
            return Model.Load(file, options);
        return PatientProgress.Run(terminal, "importing", progress => Model.FromGraph(ModelConverter.Import(file, import with { Progress = progress }).Graph, options));
    });

    /// <summary>Does <paramref name="read"/>, and names <paramref name="file"/> in what goes wrong.</summary>
    /// <exception cref="InputException">The file is missing, cannot be read, is no model or uses what OneBit does not have.</exception>
    public static T Guarded<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: the model cannot be read ({FileErrors.Reason(e)})", e);
        }
        catch (ModelFormatException e)
        {
            throw new InputException(Named(file, e.Message), e);
        }
    }

    /// <summary>Bytes of a file, or of all files in a folder.</summary>
    public static long Size(string path) =>
        Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : new FileInfo(path).Length;

    /// <summary>True for a file that says that it is .tflite.</summary>
    public static bool IsTfLite(string file)
    {
        if (!File.Exists(file))
            return false;
        Span<byte> header = stackalloc byte[HeaderBytes];
        using FileStream stream = File.OpenRead(file);
        return stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes && header[4..].SequenceEqual("TFL3"u8);
    }

    // Readers may call a file by its last name alone, or not at all.
    private static string Named(string file, string message)
    {
        string name = Path.GetFileName(file);
        return message.Contains(file, StringComparison.Ordinal) ? message
            : message.StartsWith($"{name}: ", StringComparison.Ordinal) ? file + message[name.Length..]
            : $"{file}: {message}";
    }
}
