using OneBit.IR;
using OneBit.TfLite.Reading;
using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Codecs;

/// <summary>A builtin operator whose operands and results are in the same order in the file and in the graph; only options differ in form.</summary>
internal abstract class BuiltinCodec : OpCodec
{
    private readonly BuiltinOperator code;

    private protected BuiltinCodec(BuiltinOperator code, OptionsTable options) => (this.code, Options) = (code, options);

    /// <inheritdoc/>
    public override BuiltinOperator Code => code;

    /// <inheritdoc/>
    public override string? Custom => null;

    /// <summary>The table of options.</summary>
    public OptionsTable Options { get; }

    /// <summary>True where the operator means nothing without options.</summary>
    public bool OptionsRequired { get; init; }

    /// <summary>Writes the options of <paramref name="node"/>.</summary>
    public abstract void Write(Node node, OptionWriter writer);
}

/// <inheritdoc/>
internal sealed class BuiltinCodec<T>(BuiltinOperator code, OptionsTable options = OptionsTable.None) : BuiltinCodec(code, options)
    where T : Op, new()
{
    /// <summary>Options to op; null where there are none to read.</summary>
    public Func<OptionReader, OperatorReader, T>? Decode { get; init; }

    /// <summary>Op to options; null where there are none to write.</summary>
    public Action<T, OptionWriter, Node>? Encode { get; init; }

    /// <summary>Which ops of the kind this row writes; all, unless said otherwise.</summary>
    public Func<T, Node, bool>? When { get; init; }

    /// <summary>The version by operand types and options; 1, unless said otherwise.</summary>
    public Func<Node, int> VersionOf { get; init; } = Versions.One;

    /// <inheritdoc/>
    public override OpSchema Schema => new T().Schema;

    /// <inheritdoc/>
    public override void Read(OperatorReader reader)
    {
        OptionReader given = reader.Options(Options, OptionsRequired);
        reader.Emit(Decode is null ? new T() : Decode(given, reader));
    }

    /// <inheritdoc/>
    public override bool Writes(Node node) => When is null || When((T)node.Op, node);

    /// <inheritdoc/>
    public override int Version(Node node) => VersionOf(node);

    /// <inheritdoc/>
    public override void Write(Node node, OptionWriter writer) => Encode?.Invoke((T)node.Op, writer, node);
}
