using System.Collections.Immutable;
using OneBit.IR;

namespace OneBit.Layers;

/// <summary>
/// Any quantizer of two levels: Q(x) = high where x ≥ threshold (&gt; where strict), else low; subnormals count as zero. Thresholds and levels are single values, or one per channel of the last dimension.
/// Edges: nextUp(t) where strict; nextUp(−2⁻¹²⁶) for x ≥ 0 and 2⁻¹²⁶ for x &gt; 0.  (F9)
/// The forward pass is all that levels and a threshold say: what gradient the quantizer was trained with is not part of it.
/// </summary>
public sealed record TwoLevel : Quantizer
{
    /// <summary>Where the upper level begins.</summary>
    public ImmutableArray<float> Threshold { get; init; } = [0f];

    /// <summary>Whether the threshold itself still belongs to the lower level.</summary>
    public bool Strict { get; init; }

    /// <summary>Value below.</summary>
    public ImmutableArray<float> Low { get; init; } = [-1f];

    /// <summary>Value at and above; may be the smaller one.</summary>
    public ImmutableArray<float> High { get; init; } = [1f];

    /// <summary>What NaN becomes.</summary>
    public NanRule Nan { get; init; }

    /// <inheritdoc/>
    public override Value Emit(Graph graph, Value x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ReadOnlySpan<float> edges = [.. Threshold.Select(t => OrderedFloats.Edge(t, Strict))];
        return graph.Emit(new TwoLevelQuantize { Nan = Nan }, x, graph.Vector(edges), graph.Vector(Low.AsSpan()), graph.Vector(High.AsSpan()));
    }

    /// <summary>Emits a quantizer with an edge as it stands in the graph.</summary>
    internal static Value Emit(Graph graph, Value x, float edge, float low, float high) =>
        graph.Emit(new TwoLevelQuantize(), x, graph.Scalar(edge), graph.Scalar(low), graph.Scalar(high));
}
