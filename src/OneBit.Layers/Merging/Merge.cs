using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>What a <see cref="Merge"/> does with its inputs.</summary>
public enum MergeKind
{
    /// <summary>Σ.</summary>
    Add,

    /// <summary>The first less the second.</summary>
    Subtract,

    /// <summary>Π.</summary>
    Multiply,

    /// <summary>Σ divided by the number of inputs.</summary>
    Average,

    /// <summary>The largest.</summary>
    Maximum,

    /// <summary>The smallest.</summary>
    Minimum,
}

/// <summary>Add, Subtract, Multiply, Average, Maximum, Minimum: element by element from left to right, shapes broadcast; inputs of lower rank get dimensions of 1 behind the batch.</summary>
public sealed record Merge(MergeKind Kind) : Layer
{
    /// <inheritdoc/>
    public override IReadOnlyList<Value> Emit(Graph graph, IReadOnlyList<Value> inputs, IReadOnlyList<Value> weights)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (inputs.Count < 2 || (Kind == MergeKind.Subtract && inputs.Count > 2))
            throw this.Wrong(Kind == MergeKind.Subtract ? "two inputs" : "two inputs or more", $"{inputs.Count}");
        int rank = inputs.Max(v => v.Type.Shape.Rank);
        Value merged = inputs.Select(v => Raised(graph, v, rank)).Aggregate((a, b) => graph.Binary(Function, a, b));
        return [Kind == MergeKind.Average ? graph.Binary(BinaryKind.Div, merged, inputs.Count) : merged];
    }

    private BinaryKind Function => Kind switch
    {
        MergeKind.Add or MergeKind.Average => BinaryKind.Add,
        MergeKind.Subtract => BinaryKind.Sub,
        MergeKind.Multiply => BinaryKind.Mul,
        MergeKind.Maximum => BinaryKind.Maximum,
        _ => BinaryKind.Minimum,
    };

    private static Value Raised(Graph graph, Value value, int rank)
    {
        while (value.Type.Shape.Rank < rank)
            value = graph.ExpandDims(value, Math.Min(1, value.Type.Shape.Rank));
        return value;
    }
}
