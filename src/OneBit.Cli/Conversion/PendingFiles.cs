using OneBit.Cli.Output;

namespace OneBit.Cli.Conversion;

/// <summary>
/// Files that appear together and complete, or not at all: each is written to a temporary file in its folder, and only when all are there they are renamed.
/// </summary>
internal sealed class PendingFiles
{
    // Its files are devices; nothing may take their place.
    private const string Devices = "/dev";

    private readonly List<(string Target, ReadOnlyMemory<byte> Bytes)> files = [];

    /// <summary>Checks, before the work, that results will have a place.</summary>
    /// <param name="sources">The files that are read, the model first; no result may overwrite one.</param>
    /// <param name="targets">The files to come; null ones are none.</param>
    /// <exception cref="InputException">A folder does not exist or takes no files, or a target is a folder or is read.</exception>
    public PendingFiles(IReadOnlyList<string> sources, IReadOnlyList<string?> targets)
    {
        foreach (string target in targets.OfType<string>())
        {
            if (Directory.Exists(target))
                throw new InputException($"{target}: is a folder; name a file to write");
            string folder = Path.GetDirectoryName(Path.GetFullPath(target)) ?? ".";
            if (!Directory.Exists(folder))
                throw new InputException($"{target}: the folder {folder} does not exist");
            if (sources.FirstOrDefault(source => PlaceOf(source) == PlaceOf(target)) is { } read)
                throw new InputException($"{target}: is {(read == sources[0] ? "the model itself" : "read for the conversion")}; name another file to write");
        }
        if (targets.OfType<string>().Select(PlaceOf).Distinct().Count() < targets.OfType<string>().Count())
            throw new InputException($"{targets[0]}: two results cannot go to one file");
        foreach (string target in targets.OfType<string>())
            Guarded(target, () => CheckFolder(Path.GetDirectoryName(PlaceOf(target)) ?? "."));
    }

    /// <summary>Adds a file.</summary>
    public void Add(string target, ReadOnlyMemory<byte> bytes) => files.Add((target, bytes));

    /// <summary>Writes all of them.</summary>
    /// <exception cref="InputException">One cannot be written.</exception>
    public void Commit()
    {
        var temporaries = new List<(string Temporary, string Target)>();
        try
        {
            foreach ((string target, ReadOnlyMemory<byte> bytes) in files)
                Guarded(target, () => WriteTemporary(target, bytes, temporaries));
            foreach ((string temporary, string target) in temporaries)
                Guarded(target, () => File.Move(temporary, target, overwrite: true));
        }
        finally
        {
            foreach ((string temporary, _) in temporaries)
                File.Delete(temporary);
        }
    }

    private static void CheckFolder(string folder)
    {
        if (folder != Devices)
            OutputFolder.Check(folder);
    }

    private static void WriteTemporary(string target, ReadOnlyMemory<byte> bytes, List<(string Temporary, string Target)> temporaries)
    {
        string full = PlaceOf(target);
        if (Path.GetDirectoryName(full) == Devices)
        {
            File.WriteAllBytes(full, bytes.Span);
            return;
        }
        string temporary = Path.Combine(Path.GetDirectoryName(full) ?? ".", $".{Path.GetFileName(full)}.{Guid.NewGuid():N}");
        temporaries.Add((temporary, full));
        using FileStream stream = File.Create(temporary);
        stream.Write(bytes.Span);
    }

    /// <summary>The full path, behind symbolic links: the link stays, and what it names is written.</summary>
    private static string PlaceOf(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            return new FileInfo(full).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            return full;
        }
    }

    private static void Guarded(string target, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{target}: cannot be written ({FileErrors.Reason(e)})", e);
        }
    }
}
