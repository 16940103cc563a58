using OneBit.IR;
using OneBit.TfLite.Reading;
using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Codecs;

/// <summary>A custom operator; its options are a FlexBuffers document, or empty.</summary>
internal sealed class CustomCodec(string custom, Func<OpSchema> schema) : OpCodec
{
    /// <inheritdoc/>
    public override BuiltinOperator Code => BuiltinOperator.CUSTOM;

    /// <inheritdoc/>
    public override string Custom => custom;

    /// <inheritdoc/>
    public override OpSchema Schema => schema();

    /// <summary>Adds the operator to the graph.</summary>
    public required Action<OperatorReader> Decode { get; init; }

    /// <summary>The options of a node; null where the operator is only read.</summary>
    public Func<Node, byte[]>? Encode { get; init; }

    /// <summary>Which nodes of the kind this row writes; all, unless said otherwise.</summary>
    public Func<Node, bool> When { get; init; } = _ => true;

    /// <inheritdoc/>
    public override void Read(OperatorReader reader) => Decode(reader);

    /// <inheritdoc/>
    public override bool Writes(Node node) => Encode is not null && When(node);

    /// <inheritdoc/>
    public override int Version(Node node) => 1;
}
