using OneBit.IR;
using OneBit.TfLite.Reading;
using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Codecs;

/// <summary>All operators that are read and written. A new operator is a row in the list of its topic.</summary>
internal static class CodecTable
{
    /// <summary>The rows, by topic.</summary>
    public static IReadOnlyList<OpCodec> All { get; } = [.. ConvolutionCodecs.Rows, .. ElementwiseCodecs.Rows, .. ReductionCodecs.Rows, .. MovementCodecs.Rows, .. LceCodecs.Rows, .. OneBitCodecs.Rows];

    private static readonly Dictionary<(BuiltinOperator, string?), OpCodec> ByCode = All.ToDictionary(codec => (codec.Code, codec.Custom));

    private static readonly ILookup<OpSchema, OpCodec> BySchema = All.ToLookup(codec => codec.Schema);

    /// <summary>The row that reads an operator; null where there is none.</summary>
    public static OpCodec? Find(FileOperatorCode code) => ByCode.GetValueOrDefault((code.Builtin, code.Builtin == BuiltinOperator.CUSTOM ? code.Custom : null));

    /// <summary>The row that writes a node; null where there is none.</summary>
    public static OpCodec? Find(Node node)
    {
        foreach (OpCodec codec in BySchema[node.Op.Schema])
        {
            if (codec.Writes(node))
                return codec;
        }
        return null;
    }
}
