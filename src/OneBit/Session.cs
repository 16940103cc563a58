using OneBit.Runtime;
using OneBit.Tensors;

namespace OneBit;

/// <summary>
/// The memory and the threads that run a model. One thread at a time; several sessions of one model may run at the same time.
/// A model with unknown dimensions plans on the first run, for the shapes that it is given, and again where they change.
/// </summary>
public sealed partial class Session : IDisposable
{
    private const int Idle = 0;
    private const int Busy = 1;
    private const int Disposed = 2;

    private readonly SessionOptions options;
    private readonly Shape[] inputShapes;
    private readonly bool isDynamic;
    private Runner? runner;
    private int state;
    private volatile bool disposeAfterRun;

    internal Session(Model model, SessionOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Threads, nameof(options));
        Model = model;
        this.options = options;
        inputShapes = InputShapes.Of(model, options);
        isDynamic = !inputShapes.All(shape => shape.IsStatic);
        if (!isDynamic)
            runner = model.CreateRunner(inputShapes, options, options.WarmUp);
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>The inputs with the shapes of this session.</summary>
    public IReadOnlyList<TensorInfo> Inputs => [.. Model.Inputs.Select((info, i) => info with { Shape = runner?.InputTypes[i].Shape ?? inputShapes[i] })];

    /// <summary>The outputs with the shapes of this session.</summary>
    public IReadOnlyList<TensorInfo> Outputs => [.. Model.Outputs.Select((info, i) => info with { Shape = runner?.OutputTypes[i].Shape ?? info.Shape })];

    /// <summary>Times per step; null unless <see cref="SessionOptions.Profile"/> asked for them.</summary>
    public Profile? Profile => runner?.Profile;

    /// <summary>The steps that run; null where the graph is interpreted, or no shapes are known yet.</summary>
    public ExecutionPlan? Plan => runner?.Plan;

    /// <summary>Bytes of the arena that holds the tensors between steps; 0 where the graph is interpreted, or no shapes are known yet.</summary>
    public long ArenaBytes => Plan?.ArenaSize ?? 0;

    /// <summary>The elements of input <paramref name="index"/>, to be filled before <see cref="Run(CancellationToken)"/>; they stay as they are from run to run.</summary>
    /// <exception cref="ArgumentException">There is no such input, or its elements are of another type.</exception>
    public Span<T> Input<T>(int index)
        where T : unmanaged
    {
        Runner ready = Ready();
        Check.Index(index, Model.Inputs, "input");
        Check.Element<T>(Model.Inputs[index]);
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(ready.Input(index));
    }

    /// <inheritdoc cref="Input{T}(int)"/>
    public Span<T> Input<T>(string name)
        where T : unmanaged => Input<T>(TensorInfos.IndexOf(Model.Inputs, name, "input"));

    /// <summary>The elements of output <paramref name="index"/>, valid until the next run.</summary>
    /// <exception cref="ArgumentException">There is no such output, or its elements are of another type.</exception>
    public ReadOnlySpan<T> Output<T>(int index)
        where T : unmanaged
    {
        Runner ready = Ready();
        Check.Index(index, Model.Outputs, "output");
        Check.Element<T>(Model.Outputs[index]);
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(ready.Output(index));
    }

    /// <inheritdoc cref="Output{T}(int)"/>
    public ReadOnlySpan<T> Output<T>(string name)
        where T : unmanaged => Output<T>(TensorInfos.IndexOf(Model.Outputs, name, "output"));

    /// <summary>Computes the outputs from what <see cref="Input{T}(int)"/> holds.</summary>
    /// <exception cref="InvalidOperationException">Another thread is running this session.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps; the outputs are undefined.</exception>
    public void Run(CancellationToken cancellationToken = default)
    {
        Enter();
        try
        {
            Ready().Run(cancellationToken);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Gives memory and threads back; at once, or when the run that is under way ends.</summary>
    public void Dispose()
    {
        disposeAfterRun = true;
        if (Interlocked.CompareExchange(ref state, Disposed, Idle) != Idle)
            return;
        runner?.Dispose();
        runner = null;
    }

    private Runner Ready()
    {
        ObjectDisposedException.ThrowIf(disposeAfterRun && state != Busy, this);
        return runner ?? throw new InvalidOperationException(
            $"the model leaves dimensions open ({string.Join(", ", Model.Inputs)}): give SessionOptions.InputShapes, or run it with tensors");
    }

    private void Enter()
    {
        int found = Interlocked.CompareExchange(ref state, Busy, Idle);
        ObjectDisposedException.ThrowIf(found == Disposed || disposeAfterRun, this);
        if (found == Busy)
            throw new InvalidOperationException("another thread is running this session; a session serves one thread at a time, so create one per thread");
    }

    private void Leave()
    {
        Volatile.Write(ref state, Idle);
        if (disposeAfterRun)
            Dispose();
    }

    /// <summary>A runner for inputs of these shapes; the present one where they fit. Only a session with open dimensions ever plans again.</summary>
    private Runner RunnerFor(ReadOnlySpan<Shape> shapes)
    {
        Check.Count(shapes.Length, Model.Inputs);
        for (int i = 0; i < shapes.Length; i++)
            Check.Shape(shapes[i], inputShapes[i], Model.Inputs[i]);
        if (runner is not null && Fits(runner, shapes))
            return runner;
        // A run follows at once, and warms up what it needs.
        Runner planned = Model.CreateRunner(shapes.ToArray(), options, warmUp: false);
        runner?.Dispose();
        return runner = planned;
    }

    private static bool Fits(Runner runner, ReadOnlySpan<Shape> shapes)
    {
        for (int i = 0; i < shapes.Length; i++)
        {
            if (runner.InputTypes[i].Shape != shapes[i])
                return false;
        }
        return true;
    }
}
