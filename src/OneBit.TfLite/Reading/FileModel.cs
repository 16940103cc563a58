using System.Text;
using OneBit.IR;
using OneBit.TfLite.FlatBuffers;
using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Reading;

/// <summary>The model's outer tables, checked: version, operator codes, buffers, the one subgraph.</summary>
internal sealed class FileModel
{
    private const int SchemaVersion = 3;
    private const int SmallestFile = 12;

    private readonly FlatBuffer file;
    private readonly FlatVector buffers;

    private FileModel(FlatBuffer file, FlatTable root)
    {
        this.file = file;
        Root = root;
        buffers = root.Tables(Fields.ModelBuffers);
        Codes = ReadCodes(root.Tables(Fields.ModelOperatorCodes));
        Subgraphs = root.Tables(Fields.ModelSubgraphs);
    }

    /// <summary>The model's table.</summary>
    public FlatTable Root { get; }

    /// <summary>The kinds of operators that the model uses.</summary>
    public IReadOnlyList<FileOperatorCode> Codes { get; }

    /// <summary>The subgraphs; the first one is the model.</summary>
    public FlatVector Subgraphs { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="ModelFormatException">The file is no .tflite file of schema version 3, or is damaged.</exception>
    public static FileModel Open(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < SmallestFile)
            throw new ModelFormatException($"this is no .tflite file: it has {bytes.Length} bytes, the smallest model has more") { ByteOffset = 0, Expected = $"at least {SmallestFile} bytes", Actual = $"{bytes.Length}" };
        if (!bytes.Span.Slice(4, 4).SequenceEqual("TFL3"u8))
        {
            string found = new([.. Encoding.Latin1.GetString(bytes.Span.Slice(4, 4)).Select(c => c is >= ' ' and <= '~' ? c : '.')]);
            throw new ModelFormatException($"this is no .tflite file: bytes 4 to 8 are '{found}' instead of 'TFL3'") { ByteOffset = 4, Expected = "TFL3", Actual = found };
        }
        var buffer = new FlatBuffer(bytes);
        FlatTable root = buffer.Root("the model");
        uint version = root.UInt32(Fields.ModelVersion);
        if (version != SchemaVersion)
            throw root.Error($"the file is of schema version {version}, only version {SchemaVersion} is in use: convert the model again", Fields.ModelVersion, $"{SchemaVersion}", $"{version}");
        return new FileModel(buffer, root);
    }

    /// <summary>The contents of a buffer; empty where it has none.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="reader">Who refers to it, for messages.</param>
    public ReadOnlyMemory<byte> Buffer(uint index, string reader)
    {
        if (index == 0 && buffers.Count == 0)
            return default;
        if (index >= buffers.Count)
            throw new ModelFormatException($"{reader} refers to buffer {index}, there are {buffers.Count}: convert the model again") { ByteOffset = buffers.Position, Expected = $"0 to {buffers.Count - 1}", Actual = $"{index}" };
        FlatTable buffer = buffers.Table(index, "buffer");
        ulong offset = buffer.UInt64(Fields.BufferOffset);
        if (offset <= 1)
            return buffer.Vector(Fields.BufferData, 1)?.Bytes ?? default;
        ulong size = buffer.UInt64(Fields.BufferSize);
        if (size > (ulong)file.Bytes.Length || offset > (ulong)file.Bytes.Length - size)
        {
            throw buffer.Error(
                $"{reader} has its values at bytes {offset} to {(decimal)offset + size} of a file of {file.Bytes.Length}: get the file again", Fields.BufferOffset, $"at most {file.Bytes.Length}", $"{(decimal)offset + size}");
        }
        return file.Memory((long)offset, (long)size, reader);
    }

    private static FileOperatorCode[] ReadCodes(FlatVector table)
    {
        var codes = new FileOperatorCode[table.Count];
        for (int i = 0; i < codes.Length; i++)
        {
            FlatTable code = table.Table(i, "operator code");
            // Files written before the second field existed have only the first; files with codes above 127 have 127 there.
            int builtin = Math.Max((sbyte)code.UInt8(Fields.CodeDeprecatedBuiltin), code.Int32(Fields.CodeBuiltin));
            codes[i] = new FileOperatorCode((BuiltinOperator)builtin, code.String(Fields.CodeCustom), code.Int32(Fields.CodeVersion, absent: 1));
            if (codes[i].Builtin == BuiltinOperator.CUSTOM && string.IsNullOrEmpty(codes[i].Custom))
                throw code.Error($"operator code {i} is a custom operator without a name: convert the model again", Fields.CodeCustom, "a name", "none");
        }
        return codes;
    }
}
