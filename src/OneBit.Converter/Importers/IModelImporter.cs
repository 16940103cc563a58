namespace OneBit.Converter;

/// <summary>Reads one model format into framework-level IR. Importers translate and never optimise.</summary>
public interface IModelImporter
{
    /// <summary>The format, as users call it, with its kinds of files.</summary>
    string Format { get; }

    /// <summary>True where the file or folder looks like one of this format: by its first bytes and its layout, not its name alone.</summary>
    bool CanRead(string path);

    /// <summary>The model in <paramref name="path"/>.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="IR.ModelFormatException">The file is damaged, or weights are missing or of the wrong shape.</exception>
    /// <exception cref="IR.UnsupportedModelException">The model has layers that are not supported; all are named at once.</exception>
    ImportedModel Import(string path, ImportOptions options, CancellationToken cancellationToken = default);
}
