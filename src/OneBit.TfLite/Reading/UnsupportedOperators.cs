using OneBit.IR;
using OneBit.TfLite.Codecs;
using OneBit.TfLite.FlatBuffers;
using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Reading;

/// <summary>Finds every operator that cannot be read before any is, so that all are named at once.</summary>
internal static class UnsupportedOperators
{
    /// <exception cref="UnsupportedModelException">There are some.</exception>
    public static void Check(FileModel model)
    {
        SortedDictionary<string, int>? missing = null;
        bool custom = false;
        for (int s = 0; s < model.Subgraphs.Count; s++)
        {
            FlatVector operators = model.Subgraphs.Table(s, "subgraph").Tables(Fields.SubgraphOperators);
            for (int i = 0; i < operators.Count; i++)
            {
                FileOperatorCode code = CodeOf(model, operators.Table(i, "operator"));
                OpCodec? codec = CodecTable.Find(code);
                if (codec is not null && code.Version <= codec.MaxVersion)
                    continue;
                string name = codec is null ? code.Name : $"{code.Name} version {code.Version} (known up to {codec.MaxVersion})";
                missing ??= new SortedDictionary<string, int>(StringComparer.Ordinal);
                missing[name] = missing.GetValueOrDefault(name) + 1;
                custom |= codec is null && code.Builtin == BuiltinOperator.CUSTOM;
            }
        }
        if (missing is null)
            return;
        string list = string.Join(", ", missing.Select(m => m.Value == 1 ? m.Key : $"{m.Key} ({m.Value} times)"));
        string hint = custom ? $"; of custom operators there are {string.Join(", ", LceCodecs.Rows.Select(r => r.Name))}" : string.Empty;
        throw new UnsupportedModelException($"the model uses operators that OneBit does not have: {list}{hint}", [.. missing.Keys]) { ByteOffset = model.Root.Position };
    }

    /// <summary>The entry of the operator table that an operator refers to.</summary>
    public static FileOperatorCode CodeOf(FileModel model, FlatTable table)
    {
        uint index = table.UInt32(Fields.OperatorCode);
        return index < model.Codes.Count
            ? model.Codes[(int)index]
            : throw table.Error($"{table.What} is of kind {index}, the file lists {model.Codes.Count} kinds: convert the model again", Fields.OperatorCode, $"0 to {model.Codes.Count - 1}", $"{index}");
    }
}
