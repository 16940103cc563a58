using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>
/// LSTM over x [batch, steps, in], unrolled; with u units, σ the recurrent activation and α the activation, step t computes from columns i, f, c, o of u each
/// <code>
/// z_t = x_t·K + h_{t−1}·R + b        K: kernel [in, 4u], R: recurrent_kernel [u, 4u], b: bias [4u]
/// c_t = σ(z_t.f)·c_{t−1} + σ(z_t.i)·α(z_t.c)
/// h_t = σ(z_t.o)·α(c_t)
/// </code>
/// h_0 and c_0 [batch, u] are inputs 2 and 3, or zeros; masks (an input more) are refused. The result is the last h [batch, u], or all of them [batch, steps, u] in the order in which they are computed.
/// The number of steps has to be known, and is at most <see cref="MaxSteps"/>.
/// </summary>
public sealed record LSTM : Layer
{
    /// <summary>Most steps: each is nodes of its own.</summary>
    public const int MaxSteps = 1024;

    private const int Gates = 4;

    /// <summary>u.</summary>
    public required int Units { get; init; }

    /// <summary>α, a layer of one input without weights; null for the identity.</summary>
    public Layer? Activation { get; init; } = new Elementwise(UnaryKind.Tanh);

    /// <summary>σ, likewise.</summary>
    public Layer? RecurrentActivation { get; init; } = new Elementwise(UnaryKind.Logistic);

    /// <summary>Whether there is a b.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Whether the result is h of all steps.</summary>
    public bool ReturnSequences { get; init; }

    /// <summary>Whether the last h and the last c are results 2 and 3.</summary>
    public bool ReturnState { get; init; }

    /// <summary>Whether the last step of x is the first to be computed.</summary>
    public bool GoBackwards { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<Shape> inputs)
    {
        int columns = checked(Gates * Units);
        WeightSpec[] kernels = [new("kernel", [this.Known(Sequence(inputs), 2), columns]), new("recurrent_kernel", [Units, columns])];
        return UseBias ? [.. kernels, new("bias", [columns])] : kernels;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Value> Emit(Graph graph, IReadOnlyList<Value> inputs, IReadOnlyList<Value> weights)
    {
        int count = Steps(Sequence([.. inputs.Select(input => input.Type.Shape)]));
        Value products = graph.Emit(new FullyConnected { KeepDims = true }, inputs[0], graph.Transpose(weights[0], 1, 0), UseBias ? weights[2] : null);
        IEnumerable<Value> steps = graph.Add(new Unpack { Axis = 1, Count = count }, [products]).Results;
        Value recurrent = graph.Transpose(weights[1], 1, 0);
        (Value Output, Value Cell)? state = inputs.Count == 3 ? (inputs[1], inputs[2]) : null;
        var all = new List<Value>(count);
        foreach (Value step in GoBackwards ? steps.Reverse() : steps)
        {
            state = Step(graph, step, recurrent, state);
            all.Add(state.Value.Output);
        }
        Value result = ReturnSequences ? graph.Emit(new Pack { Axis = 1 }, [.. all]) : all[^1];
        return ReturnState && state is var (output, cell) ? [result, output, cell] : [result];
    }

    // Without a state h and c are zeros, and what they are multiplied with is left out.
    private (Value Output, Value Cell) Step(Graph graph, Value product, Value recurrent, (Value Output, Value Cell)? state)
    {
        Value sum = state is { } before ? graph.Binary(BinaryKind.Add, product, graph.Emit(new FullyConnected(), before.Output, recurrent, null)) : product;
        IReadOnlyList<Value> gates = graph.Add(new Split { Count = Gates }, [graph.Emit(Literal.Scalar(1)), sum]).Results;
        Value cell = graph.Binary(BinaryKind.Mul, Of(RecurrentActivation, graph, gates[0]), Of(Activation, graph, gates[2]));
        if (state is { Cell: var old })
            cell = graph.Binary(BinaryKind.Add, graph.Binary(BinaryKind.Mul, Of(RecurrentActivation, graph, gates[1]), old), cell);
        return (graph.Binary(BinaryKind.Mul, Of(RecurrentActivation, graph, gates[3]), Of(Activation, graph, cell)), cell);
    }

    private static Value Of(Layer? activation, Graph graph, Value x) => activation?.Emit(graph, [x], [])[0] ?? x;

    private Shape Sequence(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count is 2 or 4)
            throw this.Unsupported("a mask");
        if (inputs.Count is not (1 or 3))
            throw this.Wrong("a sequence, or a sequence and the two states to begin with", $"{inputs.Count} inputs");
        for (int i = 1; i < inputs.Count; i++)
        {
            if (this.Rank(inputs[i], 2)[1] != Units)
                throw this.Wrong($"states of {Units} units", $"{inputs[i]}");
        }
        return this.Rank(inputs[0], 3);
    }

    private int Steps(Shape sequence) => this.Known(sequence, 1) is >= 1 and <= MaxSteps and var steps ? steps : throw this.Wrong($"1 to {MaxSteps} steps", $"{sequence}");
}
