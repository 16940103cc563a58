using OneBit.IR;
using OneBit.TfLite.Reading;
using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Codecs;

/// <summary>All operators that are read and written. A new operator is a row in the list of its topic.</summary>
internal static class CodecTable
{
    /// <summary>The rows, by topic.</summary>
    public static IReadOnlyList<OpCodec> All { get; } = [.. ConvolutionCodecs.Rows, .. ElementwiseCodecs.Rows, .. ReductionCodecs.Rows, .. MovementCodecs.Rows, .. LceCodecs.Rows, .. OneBitCodecs.Rows];

    private static readonly Dictionary<int, OpCodec> ByNumber = All.Where(codec => codec.Custom is null).ToDictionary(codec => (int)codec.Code);

    private static readonly Dictionary<string, OpCodec> ByName = All.Where(codec => codec.Custom is not null).ToDictionary(codec => codec.Custom!, StringComparer.Ordinal);

    // Readers do not ask for schemas, and so do not pay for those of ops that a model does not have.
    private static readonly Lazy<ILookup<OpSchema, OpCodec>> BySchema = new(() => All.ToLookup(codec => codec.Schema));

    /// <summary>The row that reads an operator; null where there is none.</summary>
    public static OpCodec? Find(FileOperatorCode code) => code.Builtin == BuiltinOperator.CUSTOM ? ByName.GetValueOrDefault(code.Custom ?? string.Empty) : ByNumber.GetValueOrDefault((int)code.Builtin);

    /// <summary>The row that writes a node; null where there is none.</summary>
    public static OpCodec? Find(Node node)
    {
        foreach (OpCodec codec in BySchema.Value[node.Op.Schema])
        {
            if (codec.Writes(node))
                return codec;
        }
        return null;
    }
}
