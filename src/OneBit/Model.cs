using System.Buffers;
using OneBit.IR;
using OneBit.Kernels;
using OneBit.Runtime;
using OneBit.Tensors;
using OneBit.TfLite;

namespace OneBit;

/// <summary>
/// A model, loaded and optimised once; immutable, so any number of threads may create sessions from it. Weights of a file are used where they lie in the mapped file.
/// Dispose it after its sessions.
/// </summary>
public sealed class Model : IDisposable
{
    private readonly IMemoryOwner<byte>? file;
    private readonly Lazy<Graph> source;
    private readonly PlanCache plans;
    private volatile bool disposed;

    private Model(Graph graph, Func<Graph> source, ModelOptions options, IMemoryOwner<byte>? file)
    {
        Options = options;
        Graph = graph;
        this.file = file;
        this.source = new Lazy<Graph>(source);
        plans = new PlanCache(graph, options.MaxMemory);
        Inputs = TensorInfos.Of(graph, graph.Inputs, "input", signature => signature.Inputs);
        Outputs = TensorInfos.Of(graph, graph.Outputs, "output", signature => signature.Outputs);
    }

    /// <summary>How the model was loaded.</summary>
    public ModelOptions Options { get; }

    /// <summary>The inputs, in the model's order.</summary>
    public IReadOnlyList<TensorInfo> Inputs { get; }

    /// <summary>The outputs, in the model's order.</summary>
    public IReadOnlyList<TensorInfo> Outputs { get; }

    /// <summary>The graph that runs: the model's after the passes that prepare it. Not to be changed.</summary>
    public Graph Graph { get; }

    /// <summary>The graph as it was read, op for op.</summary>
    public Graph SourceGraph
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return source.Value;
        }
    }

    /// <summary>Loads a .tflite file, which stays mapped until the model is disposed.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">The file is damaged.</exception>
    /// <exception cref="UnsupportedModelException">The model uses ops or features that OneBit does not have.</exception>
    public static Model Load(string path, ModelOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        IMemoryOwner<byte> mapped = MappedFile.Open(path);
        try
        {
            return Load(mapped.Memory, options ?? new ModelOptions(), mapped, path);
        }
        catch
        {
            mapped.Dispose();
            throw;
        }
    }

    /// <summary>Loads a model from memory, which must not change while the model is in use.</summary>
    /// <inheritdoc cref="Load(string, ModelOptions)"/>
    public static Model Load(ReadOnlyMemory<byte> bytes, ModelOptions? options = null) => Load(bytes, options ?? new ModelOptions(), file: null, path: null);

    /// <summary>Loads a model from a stream, which is read to its end.</summary>
    /// <inheritdoc cref="Load(string, ModelOptions)"/>
    public static Model Load(Stream stream, ModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return Load(copy.ToArray(), options);
    }

    /// <summary>Loads a .tflite file without keeping the calling thread.</summary>
    /// <inheritdoc cref="Load(string, ModelOptions)"/>
    public static Task<Model> LoadAsync(string path, ModelOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Load(path, options), cancellationToken);

    /// <summary>Loads a model from a stream, which is read to its end.</summary>
    /// <inheritdoc cref="Load(string, ModelOptions)"/>
    public static async Task<Model> LoadAsync(Stream stream, ModelOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
        byte[] bytes = copy.ToArray();
        return await Task.Run(() => Load(bytes, options), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A model of a graph that was built in this process. The graph must not change while the model is in use.</summary>
    /// <exception cref="ModelFormatException">The graph is not well-formed.</exception>
    public static Model FromGraph(Graph graph, ModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new Model(LoadPipeline.Optimise(GraphShapes.Copy(graph)), () => graph, options ?? new ModelOptions(), file: null);
    }

    /// <summary>Makes a session: the memory and the threads to run the model with.</summary>
    /// <exception cref="ArgumentException">The options contradict the model.</exception>
    /// <exception cref="ModelFormatException">The model cannot run with these shapes, or needs more than <see cref="ModelOptions.MaxMemory"/>.</exception>
    public Session CreateSession(SessionOptions? options = null)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return new Session(this, options ?? new SessionOptions());
    }

    /// <summary>Unmaps the file and forgets the packed weights. Sessions must not run any more.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        plans.Clear();
        file?.Dispose();
    }

    internal Runner CreateRunner(IReadOnlyList<Shape> inputShapes, SessionOptions options, bool warmUp)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return (options.Executor ?? Options.Executor) == Executor.Auto
            ? plans.CreateRunner(inputShapes, options.KernelChoices ?? Options.KernelChoices, options, warmUp)
            : new ReferenceRunner(GraphShapes.WithInputs(Graph, inputShapes));
    }

    private static Model Load(ReadOnlyMemory<byte> bytes, ModelOptions options, IMemoryOwner<byte>? file, string? path)
    {
        var readOptions = new TfLiteReadOptions { MaxMemory = options.MaxMemory, FileName = path };
        return new(LoadPipeline.Optimise(LoadPipeline.Read(bytes, readOptions)), () => LoadPipeline.Read(bytes, readOptions), options, file);
    }
}
