using Google.FlatBuffers;
using OneBit.IR;
using OneBit.Tensors;
using OneBit.TfLite.Codecs;
using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Writing;

/// <summary>Writes one graph as a file.</summary>
internal sealed class GraphWriter(Graph graph)
{
    private const int BufferAlignment = 16;
    private const int SchemaVersion = 3;
    private const int LastOldCode = 127;

    // Buffer 0 is the empty one of all tensors that are computed.
    private readonly List<ReadOnlyMemory<byte>> buffers = [default];
    private readonly List<(OpCodec Codec, int Version)> codes = [];
    private readonly TensorNumbers tensors = new();
    private readonly FlatBufferBuilder builder = new(1024);

    /// <summary>The file's bytes.</summary>
    public byte[] ToArray()
    {
        List<(Node Node, OpCodec Codec)> nodes = Supported();
        foreach (Value input in graph.Inputs)
            tensors.Of(input);
        int operators = builder.Offsets([.. nodes.Select(n => WriteOperator(n.Node, n.Codec))]);
        int inputs = builder.Ints([.. graph.Inputs.Select(tensors.Of)]);
        int outputs = builder.Ints([.. graph.Outputs.Select(tensors.Of)]);
        int tensorTables = builder.Offsets([.. tensors.Values.Select(WriteTensor)]);
        int subgraphs = builder.Offsets([WriteSubgraph(tensorTables, inputs, outputs, operators)]);
        int signatures = graph.Signatures.Count > 0 ? builder.Offsets([.. graph.Signatures.Select(WriteSignature)]) : 0;
        int metadata = graph.Metadata.Count > 0 ? builder.Offsets([.. graph.Metadata.Select(m => WriteMetadata(m.Key, m.Value))]) : 0;
        int description = graph.Description is null ? 0 : builder.CreateString(graph.Description).Value;
        int codeTables = builder.Offsets([.. codes.Select(c => WriteCode(c.Codec, c.Version))]);
        int bufferTables = builder.Offsets([.. buffers.Select(WriteBuffer)]);

        builder.StartTable(Fields.ModelCount);
        builder.AddUint(Fields.ModelVersion.Id, SchemaVersion, 0);
        builder.AddOffset(Fields.ModelOperatorCodes.Id, codeTables, 0);
        builder.AddOffset(Fields.ModelSubgraphs.Id, subgraphs, 0);
        builder.AddOffset(Fields.ModelDescription.Id, description, 0);
        builder.AddOffset(Fields.ModelBuffers.Id, bufferTables, 0);
        builder.AddOffset(Fields.ModelMetadata.Id, metadata, 0);
        builder.AddOffset(Fields.ModelSignatures.Id, signatures, 0);
        builder.Finish(builder.EndTable(), "TFL3");
        return builder.SizedByteArray();
    }

    private List<(Node Node, OpCodec Codec)> Supported()
    {
        var nodes = new List<(Node, OpCodec)>();
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Node node in graph.Nodes)
        {
            if (node.Op is Constant || TensorNumbers.IsView(node.Op))
                continue;
            if (CodecTable.Find(node) is { } codec && !Epilogue.IsOn(node))
                nodes.Add((node, codec));
            else
                missing.Add($"{node.Op}");
        }
        return missing.Count == 0
            ? nodes
            : throw new UnsupportedModelException($"the .tflite format has no operator for: {string.Join(", ", missing)}", [.. missing]);
    }

    private int WriteOperator(Node node, OpCodec codec)
    {
        int custom = codec is CustomCodec { Encode: { } encode } ? builder.Bytes(encode(node), BufferAlignment) : 0;
        int options = 0;
        OptionsTable kind = OptionsTable.None;
        if (codec is BuiltinCodec { Options: not OptionsTable.None } builtin)
        {
            var writer = new OptionWriter(builder);
            builtin.Write(node, writer);
            (options, kind) = (writer.Finish(), builtin.Options);
        }
        int inputs = builder.Ints([.. node.Operands.Select(o => o is null ? -1 : tensors.Of(o))]);
        int outputs = builder.Ints([.. node.Results.Select(tensors.Of)]);

        builder.StartTable(Fields.OperatorCount);
        builder.AddUint(Fields.OperatorCode.Id, (uint)CodeIndex(codec, codec.Version(node)), 0);
        builder.AddOffset(Fields.OperatorInputs.Id, inputs, 0);
        builder.AddOffset(Fields.OperatorOutputs.Id, outputs, 0);
        builder.AddByte(Fields.OperatorOptionsType.Id, (byte)kind, 0);
        builder.AddOffset(Fields.OperatorOptions.Id, options, 0);
        builder.AddOffset(Fields.OperatorCustomOptions.Id, custom, 0);
        return builder.EndTable();
    }

    private int CodeIndex(OpCodec codec, int version)
    {
        int index = codes.IndexOf((codec, version));
        if (index >= 0)
            return index;
        codes.Add((codec, version));
        return codes.Count - 1;
    }

    private int WriteCode(OpCodec codec, int version)
    {
        int custom = codec.Custom is null ? 0 : builder.CreateString(codec.Custom).Value;
        builder.StartTable(Fields.CodeCount);
        builder.AddByte(Fields.CodeDeprecatedBuiltin.Id, (byte)Math.Min((int)codec.Code, LastOldCode), 0);
        builder.AddOffset(Fields.CodeCustom.Id, custom, 0);
        builder.AddInt(Fields.CodeVersion.Id, version, 1);
        builder.AddInt(Fields.CodeBuiltin.Id, (int)codec.Code, 0);
        return builder.EndTable();
    }

    private int WriteSubgraph(int tensorTables, int inputs, int outputs, int operators)
    {
        int name = builder.CreateString(graph.Name).Value;
        builder.StartTable(Fields.SubgraphCount);
        builder.AddOffset(Fields.SubgraphTensors.Id, tensorTables, 0);
        builder.AddOffset(Fields.SubgraphInputs.Id, inputs, 0);
        builder.AddOffset(Fields.SubgraphOutputs.Id, outputs, 0);
        builder.AddOffset(Fields.SubgraphOperators.Id, operators, 0);
        builder.AddOffset(Fields.SubgraphName.Id, name, 0);
        return builder.EndTable();
    }

    private int WriteTensor(Value value)
    {
        TensorType type = value.Type;
        Shape stored = type.StoredShape;
        int shape = builder.Ints([.. stored.Select(d => d == Shape.Unknown ? 1 : d)]);
        int signature = stored.IsStatic ? 0 : builder.Ints(stored.Dimensions);
        int name = builder.CreateString(value.Name ?? string.Empty).Value;
        int quantization = type.Quantization is { } q ? WriteQuantization(q) : 0;
        uint buffer = 0;
        if (value.Constant is { Bytes.IsEmpty: false } constant)
        {
            buffer = (uint)buffers.Count;
            buffers.Add(constant.Bytes);
        }
        builder.StartTable(Fields.TensorCount);
        builder.AddOffset(Fields.TensorShape.Id, shape, 0);
        builder.AddByte(Fields.TensorElement.Id, (byte)ElementTypes.NumberOf(type.Element), 0);
        builder.AddUint(Fields.TensorBuffer.Id, buffer, 0);
        builder.AddOffset(Fields.TensorName.Id, name, 0);
        builder.AddOffset(Fields.TensorQuantization.Id, quantization, 0);
        builder.AddOffset(Fields.TensorShapeSignature.Id, signature, 0);
        builder.AddBool(Fields.TensorHasRank.Id, x: true, d: false);
        return builder.EndTable();
    }

    private int WriteQuantization(Quantization quantization)
    {
        int scales = builder.Floats(quantization.Scales.AsSpan());
        int zeroPoints = builder.Longs(quantization.ZeroPoints.AsSpan());
        builder.StartTable(Fields.QuantizationCount);
        builder.AddOffset(Fields.QuantizationScale.Id, scales, 0);
        builder.AddOffset(Fields.QuantizationZeroPoint.Id, zeroPoints, 0);
        builder.AddInt(Fields.QuantizationDimension.Id, quantization.Axis, 0);
        return builder.EndTable();
    }

    private int WriteBuffer(ReadOnlyMemory<byte> bytes)
    {
        int data = bytes.IsEmpty ? 0 : builder.Bytes(bytes, BufferAlignment);
        builder.StartTable(Fields.BufferCount);
        builder.AddOffset(Fields.BufferData.Id, data, 0);
        return builder.EndTable();
    }

    private int WriteMetadata(string key, ReadOnlyMemory<byte> bytes)
    {
        int name = builder.CreateString(key).Value;
        builder.StartTable(Fields.MetadataCount);
        builder.AddOffset(Fields.MetadataName.Id, name, 0);
        builder.AddUint(Fields.MetadataBuffer.Id, (uint)buffers.Count, 0);
        buffers.Add(bytes);
        return builder.EndTable();
    }

    private int WriteSignature(Signature signature)
    {
        int inputs = builder.Offsets([.. signature.Inputs.Select(e => WriteTensorMap(e.Name, graph.Inputs[e.Index]))]);
        int outputs = builder.Offsets([.. signature.Outputs.Select(e => WriteTensorMap(e.Name, graph.Outputs[e.Index]))]);
        int key = builder.CreateString(signature.Key).Value;
        builder.StartTable(Fields.SignatureCount);
        builder.AddOffset(Fields.SignatureInputs.Id, inputs, 0);
        builder.AddOffset(Fields.SignatureOutputs.Id, outputs, 0);
        builder.AddOffset(Fields.SignatureKey.Id, key, 0);
        return builder.EndTable();
    }

    private int WriteTensorMap(string key, Value value)
    {
        int name = builder.CreateString(key).Value;
        builder.StartTable(Fields.TensorMapCount);
        builder.AddOffset(Fields.TensorMapName.Id, name, 0);
        builder.AddUint(Fields.TensorMapIndex.Id, (uint)tensors.Of(value), 0);
        return builder.EndTable();
    }
}
