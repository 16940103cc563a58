using System.Buffers;
using OneBit.Tensors;

namespace OneBit.Cli.Inputs;

/// <summary>One output of a model over several runs: stacked on a new leading dimension, or concatenated along the first one (single values count as one row).</summary>
internal sealed class JoinedOutput(string name, bool stacked)
{
    private readonly ArrayBufferWriter<byte> bytes = new();
    private TensorType? first;
    private int runs;
    private int rows;

    /// <summary>Adds the result of the next run.</summary>
    /// <exception cref="InputException">Its shape cannot be joined with those before, or the whole would exceed 2 GiB.</exception>
    public void Add(Literal result)
    {
        Shape shape = result.Type.StoredShape;
        first ??= result.Type;
        if (!Joins(first.StoredShape, shape))
            throw new InputException($"output '{name}' has shape {first.StoredShape} in one run and {shape} in another; run the inputs one at a time");
        if ((long)bytes.WrittenCount + result.Bytes.Length > Array.MaxLength)
            throw new InputException($"output '{name}' exceeds 2 GiB over all runs; give fewer rows at a time");
        bytes.Write(result.Bytes.Span);
        runs++;
        rows = checked(rows + (shape.Rank == 0 ? 1 : shape[0]));
    }

    /// <summary>All results as one array; packed bits as their int32 words.</summary>
    public Literal ToLiteral()
    {
        if (first is null)
            throw new InvalidOperationException("there was no run");
        ReadOnlySpan<int> one = first.StoredShape.Dimensions;
        Shape shape = stacked ? Shape.Create([runs, .. one]) : Shape.Create([rows, .. one.IsEmpty ? one : one[1..]]);
        DType element = first.Element == DType.Bits ? DType.Int32 : first.Element;
        return new Literal(new TensorType(element, shape), bytes.WrittenMemory);
    }

    private bool Joins(Shape a, Shape b) =>
        a == b || (!stacked && a.Rank == b.Rank && a.Rank > 0 && a.Dimensions[1..].SequenceEqual(b.Dimensions[1..]));
}
