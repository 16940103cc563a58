using System.Runtime.InteropServices;
using OneBit.IR;
using OneBit.Tensors;
using OneBit.TfLite.FlatBuffers;

namespace OneBit.TfLite.Reading;

/// <summary>
/// The file's tensors and the values of the graph that stand for them. A bit-packed tensor is int32 words in the file and bits in the graph: it is turned into the other where a reader needs that.
/// </summary>
internal sealed class ValueTable(FileModel model, FlatVector tensors, Graph graph, long maxMemory)
{
    private readonly Entry?[] entries = new Entry?[tensors.Count];
    private long memory;

    /// <summary>True where sizes beyond the batch hang on the input: stored shapes of computed tensors are placeholders then.</summary>
    private bool dynamic;

    /// <summary>The file's description of a tensor.</summary>
    public FileTensor Tensor(int index) => At(index).Source;

    /// <summary>The name of a tensor where it has been read already, for messages.</summary>
    public string? NameOf(int index) => index >= 0 && index < entries.Length && entries[index] is { } entry ? entry.Source.Name : null;

    /// <summary>Adds a graph input.</summary>
    public void AddInput(int index)
    {
        Entry entry = At(index);
        FileTensor source = entry.Source;
        if (entry.IsWritten)
            throw new ModelFormatException($"tensor {source.Label} is an input of the model twice: convert the model again") { TensorName = source.Name, ByteOffset = source.ByteOffset };
        if (source.Data is not null)
            throw new ModelFormatException($"tensor {source.Label} is an input of the model and has values: convert the model again") { TensorName = source.Name, ByteOffset = source.ByteOffset };
        Shape shape = source.Type.Shape;
        for (int i = 1; i < shape.Rank; i++)
        {
            if (source.Signature[i] != Shape.Unknown)
                continue;
            shape = shape.With(i, Shape.Unknown);
            dynamic = true;
        }
        TensorType type = source.Type with { Shape = shape };
        Count(type, source);
        entry.Words = graph.AddInput(type, source.Name);
    }

    /// <summary>The value of a tensor; int32 words where it is bit-packed.</summary>
    /// <exception cref="ModelFormatException">Nothing wrote it before.</exception>
    public Value Read(int index)
    {
        Entry entry = At(index);
        if (entry.Words is not null)
            return entry.Words;
        FileTensor source = entry.Source;
        if (entry.Bits is not null)
        {
            Count(source.Type, source);
            entry.Words = graph.Emit(new BitsToWords(), entry.Bits);
        }
        else
        {
            entry.Words = graph.Emit(new Literal(source.Type, source.Data ?? throw Unwritten(source)));
        }
        entry.Words.Name = source.Name;
        return entry.Words;
    }

    /// <summary>The value of a tensor as bits.</summary>
    /// <exception cref="ModelFormatException">Nothing wrote it before; it has no int32 words, or not as many as the channels need.</exception>
    public Value ReadBits(int index, int? channels)
    {
        Entry entry = At(index);
        FileTensor source = entry.Source;
        if (entry.Bits is { } bits && (channels is null || bits.Type.Shape[^1] == channels))
            return bits;
        Shape stored = source.Type.Shape;
        if (source.Type.Element != DType.Int32 || stored.Rank == 0)
            throw new ModelFormatException($"reads bits from tensor {source.Label}, which is {source.Type}: convert the model again") { TensorName = source.Name, Expected = "int32 words", Actual = $"{source.Type}" };
        int wanted = channels ?? (int)Math.Min(int.MaxValue, (long)stored[^1] * BitLayout.WordBits);
        if (BitLayout.Words(wanted) != stored[^1])
        {
            throw new ModelFormatException($"needs {BitLayout.Words(wanted)} words for {wanted} channels, tensor {source.Label} has {stored[^1]}: convert the model again")
            {
                TensorName = source.Name,
                Expected = $"{BitLayout.Words(wanted)}",
                Actual = $"{stored[^1]}",
            };
        }
        var type = new TensorType(DType.Bits, stored.With(stored.Rank - 1, wanted));
        if (source.Data is { } data)
        {
            CheckPadding(source, data.Span, wanted);
            entry.Bits = graph.Emit(new Literal(type, data), source.Name);
        }
        else
        {
            Value words = Read(index);
            Count(type, source);
            entry.Bits = graph.Emit(new WordsToBits { Channels = wanted }, words);
        }
        return entry.Bits;
    }

    /// <summary>What the file declares about a result, in terms of the inferred type: bits where those are inferred.</summary>
    public TensorType Declare(int index, TensorType inferred)
    {
        Entry entry = At(index);
        FileTensor source = entry.Source;
        if (entry.IsWritten || source.Data is { Length: > 0 })
        {
            string other = source.Data is null ? "another operator or the caller writes" : "has values";
            throw new ModelFormatException($"writes tensor {source.Label}, which {other}: convert the model again") { TensorName = source.Name, ByteOffset = source.ByteOffset };
        }
        TensorType declared = source.Type with { Shape = source.HasRank ? Expected(source) : inferred.StoredShape };
        if (inferred.Element == DType.Bits)
        {
            Shape shape = inferred.StoredShape;
            bool fits = declared.Element == DType.Int32 && declared.Shape.Rank == shape.Rank && (declared.Shape[^1] == shape[^1] || declared.Shape[^1] == Shape.Unknown);
            if (!fits)
                throw new ModelFormatException($"gives {inferred}, that is int32 words {shape}, but tensor {source.Label} is {source.Type}: convert the model again") { TensorName = source.Name, Expected = $"i32{shape}", Actual = $"{source.Type}" };
            declared = new TensorType(DType.Bits, declared.Shape.With(shape.Rank - 1, inferred.Shape[^1]));
        }
        return declared;
    }

    /// <summary>Makes <paramref name="value"/> what the tensor is from here on.</summary>
    public void Write(int index, Value value)
    {
        Entry entry = At(index);
        Count(value.Type, entry.Source);
        value.Name = entry.Source.Name;
        if (value.Type.Element == DType.Bits)
            entry.Bits = value;
        else
            entry.Words = value;
    }

    // The batch keeps its stored size, so that a model whose batch is open can be run as it is.
    private Shape Expected(FileTensor source)
    {
        Shape shape = source.Type.Shape;
        for (int i = 0; i < shape.Rank; i++)
        {
            if (source.Signature[i] == Shape.Unknown && (dynamic || i > 0))
                shape = shape.With(i, Shape.Unknown);
        }
        return shape;
    }

    private static void CheckPadding(FileTensor source, ReadOnlySpan<byte> data, int channels)
    {
        uint unused = ~BitLayout.TailMask(channels);
        if (unused == 0)
            return;
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(data);
        int perRow = BitLayout.Words(channels);
        for (int i = perRow - 1; i < words.Length; i += perRow)
        {
            if ((words[i] & unused) != 0)
            {
                throw new ModelFormatException($"reads tensor {source.Label}, which has bits set after the last of {channels} channels, where they would be counted: convert the model again")
                {
                    TensorName = source.Name,
                    Expected = "clear bits",
                    Actual = $"0x{words[i]:X8}",
                };
            }
        }
    }

    private void Count(TensorType type, FileTensor source)
    {
        if (!type.Shape.IsStatic)
            return;
        try
        {
            memory = checked(memory + type.SizeInBytes);
        }
        catch (OverflowException)
        {
            memory = long.MaxValue;
        }
        if (memory > maxMemory)
        {
            throw new ModelFormatException($"the model's tensors need more than {maxMemory} bytes, tensor {source.Label} is {type}: run it with a smaller input, or raise the limit")
            {
                TensorName = source.Name,
                ByteOffset = source.ByteOffset,
                Expected = $"at most {maxMemory} bytes",
                Actual = $"{type}",
            };
        }
    }

    private static ModelFormatException Unwritten(FileTensor source) =>
        new($"reads tensor {source.Label}, which has no values and which no operator before wrote: convert the model again") { TensorName = source.Name, ByteOffset = source.ByteOffset };

    private Entry At(int index)
    {
        if (index < 0 || index >= entries.Length)
            throw new ModelFormatException($"refers to tensor {index}, there are {entries.Length}: convert the model again") { ByteOffset = tensors.Position, Expected = $"0 to {entries.Length - 1}", Actual = $"{index}" };
        return entries[index] ??= new Entry(TensorReader.Read(model, tensors, index));
    }

    private sealed class Entry(FileTensor source)
    {
        public FileTensor Source { get; } = source;

        public Value? Words { get; set; }

        public Value? Bits { get; set; }

        public bool IsWritten => Words is not null || Bits is not null;
    }
}
