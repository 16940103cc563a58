namespace OneBit.Converter;

/// <summary>The importers; a new one is a row here.</summary>
internal static class Importers
{
    /// <summary>All of them, in the order in which they are asked.</summary>
    public static IReadOnlyList<IModelImporter> All { get; } = [new KerasImporter()];

    /// <summary>The importer of a file or folder; null where none takes it, or where it does not exist.</summary>
    public static IModelImporter? Find(string path, IReadOnlyList<IModelImporter> importers) => Path.Exists(path) ? importers.FirstOrDefault(importer => importer.CanRead(path)) : null;
}
