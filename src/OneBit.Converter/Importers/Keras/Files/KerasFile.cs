using System.Text.Json;
using OneBit.IR;

namespace OneBit.Converter.Keras;

/// <summary>A model's configuration and where its weights lie, whichever of Keras's files they are in.</summary>
internal sealed class KerasFile : IDisposable
{
    private const string WeightsEntry = "model.weights.h5";
    private const string ConfigEntry = "config.json";
    private const long MaxText = 64L << 20;

    private readonly Hdf5File? weights;

    private KerasFile(JsonElement config, string? version, Hdf5File? weights)
    {
        Config = config;
        IsKeras3 = version is not null ? version.StartsWith('3') : config.GetRawText().Contains("__keras_tensor__", StringComparison.Ordinal);
        this.weights = weights;
        Weights = weights is null ? null : Scope(weights);
    }

    /// <summary>The model's configuration.</summary>
    public JsonElement Config { get; }

    /// <summary>True where Keras 3 wrote the file.</summary>
    public bool IsKeras3 { get; }

    /// <summary>Where the weights lie; null where there are none.</summary>
    public IWeightScope? Weights { get; }

    /// <summary>True where the file is one of those that <see cref="Open"/> reads.</summary>
    public static bool Looks(string path)
    {
        if (!File.Exists(path))
            return false;
        Span<byte> start = stackalloc byte[512];
        using FileStream stream = File.OpenRead(path);
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.StartsWith(Hdf5File.Signature))
            return true;
        if (start.StartsWith(KerasArchive.Signature))
        {
            stream.Position = 0;
            return HasConfig(path, stream);
        }
        return start.TrimStart(" \t\r\n"u8).StartsWith("{"u8) && start.IndexOf("\"class_name\""u8) >= 0;
    }

    /// <summary>Opens a model.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, or none of Keras's.</exception>
    public static KerasFile Open(string path, ImportOptions options, CancellationToken cancellationToken)
    {
        var opening = new Opening(new MemoryBudget(options.MaxMemory), cancellationToken);
        Span<byte> start = stackalloc byte[8];
        using (FileStream stream = File.OpenRead(path))
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.StartsWith(Hdf5File.Signature))
            return FromHdf5(opening, path, options.WeightsFile);
        if (start.StartsWith(KerasArchive.Signature))
            return FromArchive(opening, path);
        if (new FileInfo(path).Length > MaxText)
            throw new ModelFormatException($"{path} is neither an HDF5 file nor a .keras archive, and too long for an architecture in JSON") { File = path };
        JsonElement config = LenientJson.Parse(path, "the architecture", File.ReadAllBytes(path));
        return new KerasFile(config, config.Text("keras_version"), options.WeightsFile is { } file ? opening.Weights(file) : null);
    }

    /// <inheritdoc/>
    public void Dispose() => weights?.Dispose();

    private static KerasFile FromHdf5(Opening opening, string path, string? weightsFile)
    {
        Hdf5File file = opening.Hdf5(path);
        try
        {
            string config = file.Text("/", "model_config")
                ?? throw new ModelFormatException($"{path} holds weights and no architecture; give the architecture (model.to_json()) as the model and this file as its weights") { File = path };
            string? version = file.Text("/", "keras_version");
            JsonElement json = LenientJson.Parse(path, "model_config", System.Text.Encoding.UTF8.GetBytes(config));
            if (weightsFile is null)
                return new KerasFile(json, version, file);
            file.Dispose();
            return new KerasFile(json, version, opening.Weights(weightsFile));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static KerasFile FromArchive(Opening opening, string path)
    {
        KerasArchive archive = KerasArchive.Open(path, File.OpenRead(path));
        try
        {
            JsonElement config = LenientJson.Parse(path, ConfigEntry, archive.Text(ConfigEntry));
            string? version = archive.Has("metadata.json") ? LenientJson.Parse(path, "metadata.json", archive.Text("metadata.json")).Text("keras_version") : null;
            return new KerasFile(config, version, opening.Weights(path, archive));
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private static bool HasConfig(string path, FileStream stream)
    {
        try
        {
            using KerasArchive archive = KerasArchive.Open(path, stream);
            return archive.Has(ConfigEntry);
        }
        catch (ModelFormatException)
        {
            return path.EndsWith(".keras", StringComparison.OrdinalIgnoreCase);
        }
    }

    private static IWeightScope Scope(Hdf5File file)
    {
        if (NamedScope.RootOf(file) is { } root)
            return new NamedScope(file, root);
        return PathScope.IsLayoutOf(file)
            ? new PathScope(file, string.Empty)
            : throw new ModelFormatException($"{file.Name} has neither layer_names nor a group of layers: it holds no weights of a Keras model") { File = file.Name };
    }

    private sealed record Opening(MemoryBudget Budget, CancellationToken CancellationToken)
    {
        // Small enough to be held whole; larger files are read piece by piece.
        private const long MaxHeld = 512L << 20;

        public Hdf5File Hdf5(string path) => Hdf5File.Open(path, Held(path), Budget, CancellationToken);

        public Hdf5File Weights(string path)
        {
            Span<byte> start = stackalloc byte[4];
            using (FileStream stream = File.OpenRead(path))
                start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            if (!start.StartsWith(KerasArchive.Signature))
                return Hdf5(path);
            KerasArchive archive = KerasArchive.Open(path, File.OpenRead(path));
            try
            {
                return Weights(path, archive);
            }
            catch
            {
                archive.Dispose();
                throw;
            }
        }

        // Metadata takes some room beside the weights.
        public Hdf5File Weights(string path, KerasArchive archive) =>
            Hdf5File.Open($"{path}: {WeightsEntry}", archive.Open(WeightsEntry, Budget.Left + (64L << 20)), Budget, CancellationToken);

        private static Stream Held(string path) =>
            new FileInfo(path).Length <= MaxHeld ? new MemoryStream(File.ReadAllBytes(path), writable: false) : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
    }
}
