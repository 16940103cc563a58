using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Reading;

/// <summary>An entry of the file's table of operators.</summary>
internal readonly record struct FileOperatorCode(BuiltinOperator Builtin, string? Custom, int Version)
{
    /// <summary>As messages call it: the schema's name, or the custom name.</summary>
    public string Name => Builtin == BuiltinOperator.CUSTOM ? Custom ?? "CUSTOM" : Enum.IsDefined(Builtin) ? Builtin.ToString() : $"builtin operator {(int)Builtin}";
}
