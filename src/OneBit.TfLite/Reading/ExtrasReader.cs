using OneBit.IR;
using OneBit.TfLite.FlatBuffers;
using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Reading;

/// <summary>Reads what a model carries besides its computation: signatures and metadata.</summary>
internal static class ExtrasReader
{
    public static void Read(FileModel model, Graph graph, int[] inputs, int[] outputs)
    {
        FlatVector metadata = model.Root.Tables(Fields.ModelMetadata);
        for (int i = 0; i < metadata.Count; i++)
        {
            FlatTable entry = metadata.Table(i, "metadata entry");
            string name = entry.String(Fields.MetadataName) ?? string.Empty;
            graph.Metadata.Add(new(name, model.Buffer(entry.UInt32(Fields.MetadataBuffer), $"the metadata '{name}'")));
        }
        FlatVector signatures = model.Root.Tables(Fields.ModelSignatures);
        for (int i = 0; i < signatures.Count; i++)
        {
            FlatTable signature = signatures.Table(i, "signature");
            uint index = signature.UInt32(Fields.SignatureSubgraph);
            if (index != 0)
                throw signature.Error($"{signature.What} is about subgraph {index}, there is one: convert the model again", Fields.SignatureSubgraph, "0", $"{index}");
            string key = signature.String(Fields.SignatureKey) ?? string.Empty;
            graph.Signatures.Add(new Signature(key, Entries(signature, Fields.SignatureInputs, inputs, "inputs"), Entries(signature, Fields.SignatureOutputs, outputs, "outputs")));
        }
    }

    private static SignatureEntry[] Entries(FlatTable signature, Field field, int[] tensors, string kind)
    {
        FlatVector maps = signature.Tables(field);
        var entries = new SignatureEntry[maps.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            FlatTable map = maps.Table(i, "name of a tensor");
            string name = map.String(Fields.TensorMapName) ?? string.Empty;
            uint tensor = map.UInt32(Fields.TensorMapIndex);
            int position = tensor <= int.MaxValue ? Array.IndexOf(tensors, (int)tensor) : -1;
            if (position < 0)
                throw map.Error($"{signature.What} names tensor {tensor} '{name}', which is not among the model's {kind}: convert the model again", Fields.TensorMapIndex, kind, $"{tensor}");
            entries[i] = new SignatureEntry(name, position);
        }
        return entries;
    }
}
