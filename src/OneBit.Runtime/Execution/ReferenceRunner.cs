using OneBit.IR;
using OneBit.Reference;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Interprets the graph in plain loops: the definition of correct, and the way to run graphs whose shapes depend on values.</summary>
public sealed class ReferenceRunner : Runner
{
    private readonly Graph graph;
    private readonly byte[][] inputs;
    private TensorType[] outputTypes;
    private IReadOnlyList<Literal>? outputs;

    /// <summary>A runner for <paramref name="graph"/>, whose input shapes must be known.</summary>
    public ReferenceRunner(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        this.graph = graph;
        InputTypes = [.. graph.Inputs.Select(value => value.Type)];
        outputTypes = [.. graph.Outputs.Select(value => value.Type)];
        inputs = [.. InputTypes.Select(type => new byte[type.SizeInBytes])];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> InputTypes { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> OutputTypes => outputTypes;

    /// <inheritdoc/>
    public override Span<byte> Input(int index) => inputs[index];

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Output(int index) =>
        (outputs ?? throw new InvalidOperationException("nothing has run yet, so there is no output"))[index].Bytes.Span;

    /// <inheritdoc/>
    public override void Run(CancellationToken cancellationToken)
    {
        // Results may be views of inputs, so the executor gets copies that stay as they are.
        Literal[] given = [.. inputs.Select((bytes, i) => new Literal(InputTypes[i], bytes.ToArray()))];
        outputs = ReferenceExecutor.Run(graph, given, cancellationToken);
        outputTypes = [.. outputs.Select(output => output.Type)];
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => outputs = null;
}
