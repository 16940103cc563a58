using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>
/// The mutable half of running a model: memory for its tensors, filled and read by the caller between runs. For one thread at a time.
/// </summary>
public abstract class Runner : IDisposable
{
    /// <summary>Types of the inputs, in the model's order.</summary>
    public abstract IReadOnlyList<TensorType> InputTypes { get; }

    /// <summary>Types of the outputs, in the model's order; before the first run a dimension may be unknown.</summary>
    public abstract IReadOnlyList<TensorType> OutputTypes { get; }

    /// <summary>What each step cost, where profiling was asked for.</summary>
    public virtual Profile? Profile => null;

    /// <summary>The steps; null where the graph is interpreted node by node.</summary>
    public virtual ExecutionPlan? Plan => null;

    /// <summary>The bytes of input <paramref name="index"/>, which stay as they are from run to run.</summary>
    public abstract Span<byte> Input(int index);

    /// <summary>The bytes of output <paramref name="index"/>, valid until the next run.</summary>
    /// <exception cref="InvalidOperationException">Nothing has run yet, and the output's size depends on the inputs.</exception>
    public abstract ReadOnlySpan<byte> Output(int index);

    /// <summary>Computes the outputs from the inputs.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two steps; the outputs are undefined.</exception>
    public abstract void Run(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives memory and threads back.</summary>
    protected abstract void Dispose(bool disposing);
}
