using OneBit.IR;

namespace OneBit.Converter;

/// <summary>The importers; a new one is a row here.</summary>
internal static class Importers
{
    /// <summary>All of them, in the order in which they are asked.</summary>
    public static IReadOnlyList<IModelImporter> All { get; } = [new KerasImporter()];

    /// <summary>The importer of a file or folder; null where none takes it, or where it does not exist.</summary>
    public static IModelImporter? Find(string path, IReadOnlyList<IModelImporter> importers) => Path.Exists(path) ? importers.FirstOrDefault(importer => importer.CanRead(path)) : null;

    /// <summary>The error that none of <paramref name="importers"/> takes the file or folder.</summary>
    public static ModelFormatException Unknown(string path, IReadOnlyList<IModelImporter> importers)
    {
        string what = Directory.Exists(path)
            ? File.Exists(Path.Combine(path, "saved_model.pb")) ? "is a SavedModel folder, which cannot be imported; save the model as .keras or .h5" : "is a folder, and no model"
            : new FileInfo(path).Length == 0 ? "is empty" : "is no model, or one without its architecture";
        return new ModelFormatException($"{path}: {what}; what can be imported is {string.Join(", ", importers.Select(i => i.Format))}") { File = path };
    }
}
