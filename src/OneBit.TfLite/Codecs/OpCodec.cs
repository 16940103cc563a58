using OneBit.IR;
using OneBit.TfLite.Reading;
using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Codecs;

/// <summary>How one operator of the format is read and written.</summary>
internal abstract class OpCodec
{
    /// <summary>The operator; <see cref="BuiltinOperator.CUSTOM"/> for custom ones.</summary>
    public abstract BuiltinOperator Code { get; }

    /// <summary>The name of a custom operator; null for builtin ones.</summary>
    public abstract string? Custom { get; }

    /// <summary>The latest version of the operator that is read: that of TensorFlow Lite 2.16.</summary>
    public required int MaxVersion { get; init; }

    /// <summary>The kind of op that it is read to.</summary>
    public abstract OpSchema Schema { get; }

    /// <summary>As messages call the operator.</summary>
    public string Name => Custom ?? Code.ToString();

    /// <summary>Adds the operator to the graph.</summary>
    /// <exception cref="ModelFormatException">Options or tensors do not fit.</exception>
    public abstract void Read(OperatorReader reader);

    /// <summary>True where this row writes <paramref name="node"/>, whose op is of <see cref="Schema"/>.</summary>
    public abstract bool Writes(Node node);

    /// <summary>The earliest version of the operator that does what <paramref name="node"/> does.</summary>
    public abstract int Version(Node node);
}
