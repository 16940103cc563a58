using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>Ops that move pixels without looking into them, on packed bits: what they do to levels they do to words. Null where channels would be torn apart, or a size is not known.</summary>
internal static class MovedBits
{
    /// <summary>slice(b) = bits(slice(words(b))), planes uncut.</summary>
    /// <param name="slice">A strided slice.</param>
    /// <param name="planes">Planes in front of the bits; 1 where they have none.</param>
    public static Func<Rewriter, Value, Value>? Slice(Value slice, int planes)
    {
        if (slice is not (StridedSlice op, [{ Type.Shape: { IsStatic: true } shape }, (Constant b, []), (Constant e, []), (Constant s, [])]) || Longs(b) is not { } begin || Longs(e) is not { } end || Longs(s) is not { } strides)
            return null;
        IReadOnlyList<StridedRange> ranges = StridedRanges.Resolve(op, shape, begin, end, strides);
        if (ranges.Count != shape.Rank || ranges.Any(range => range.Axis < 0 || range.Stride < 1 || range.Length < 1) || ranges[^1].Shrinks || ranges[^1].Length != shape[^1])
            return null;
        int[] front = planes == 1 ? [] : [0];
        int[] first = [.. front, .. ranges.Select(range => range.Begin)];
        int[] last = [.. front.Select(_ => planes), .. ranges.SkipLast(1).Select(range => range.Begin + (range.Stride * (range.Length - 1)) + 1), BitLayout.Words(shape[^1])];
        int[] steps = [.. front.Select(_ => 1), .. ranges.Select(range => range.Stride)];
        int dropped = Enumerable.Range(0, ranges.Count).Where(i => ranges[i].Shrinks).Sum(i => 1 << (i + front.Length));
        return OnWords(shape[^1], (g, words) => g.Emit(new StridedSlice { ShrinkAxisMask = dropped }, words, g.Emit(Literal.Vector(first)), g.Emit(Literal.Vector(last)), g.Emit(Literal.Vector(steps))));
    }

    /// <summary>gather(b, i) = bits(gather(words(b), i)).</summary>
    /// <param name="gather">A gathering along another dimension than the channels.</param>
    /// <param name="planes">Planes in front of the bits; 1 where they have none.</param>
    public static Func<Rewriter, Value, Value>? Gather(Value gather, int planes)
    {
        if (gather is not (IR.Gather { BatchDims: 0 } op, [{ Type.Shape: { Rank: > 0 } shape }, { } indices]) || shape[^1] == Shape.Unknown)
            return null;
        int axis = op.Axis < 0 ? op.Axis + shape.Rank : op.Axis;
        return axis < shape.Rank - 1 ? OnWords(shape[^1], (g, words) => g.Emit(new IR.Gather { Axis = axis + Front(planes) }, words, indices)) : null;
    }

    /// <summary>pad(b, v) = concat(v, b, v), dimension by dimension, where <paramref name="form"/> has a code for v.</summary>
    public static Func<Rewriter, Value, Value>? Pad(Value padded, LevelForm form)
    {
        if (padded is not (IR.Pad, [{ Type.Shape: { IsStatic: true } shape }, (Constant pads, []), ..] operands) || Contraction.PadValueOf(operands) is not { } value || form.CodeOf(value) is not { } code || pads.Value.AsInts() is not { } counts)
            return null;
        return (g, bits) =>
        {
            Shape whole = shape;
            for (int axis = 0; axis < shape.Rank; axis++)
            {
                (int before, int after) = (counts[2 * axis], counts[(2 * axis) + 1]);
                if (before + after == 0)
                    continue;
                Value?[] parts = [Border(before), bits, Border(after)];
                bits = g.Emit(new Concat { Axis = axis + Front(form.Planes) }, [.. parts.OfType<Value>()]);
                Value? Border(int count) => count == 0 ? null : g.Emit(Filled(whole.With(axis, count), form.Planes, code));
                whole = whole.With(axis, shape[axis] + before + after);
            }
            return bits;
        };
    }

    private static int Front(int planes) => planes == 1 ? 0 : 1;

    private static Func<Rewriter, Value, Value> OnWords(int channels, Func<Rewriter, Value, Value> move) =>
        (g, bits) => g.Emit(new WordsToBits { Channels = channels }, move(g, g.Emit(new BitsToWords(), bits)));

    // Bit 0 of plane i is a code with 2ⁱ in it.
    private static Literal Filled(Shape shape, int planes, int code)
    {
        var type = new TensorType(DType.Bits, planes == 1 ? shape : Shape.Create([planes, .. shape]));
        int words = BitLayout.Words(shape[^1]);
        uint[] filled = new uint[type.StoredElementCount];
        for (int i = 0; i < filled.Length; i++)
        {
            bool isSet = ((code >> (int)((long)i * planes / filled.Length)) & 1) != 0;
            filled[i] = isSet ? 0 : i % words == words - 1 ? BitLayout.TailMask(shape[^1]) : uint.MaxValue;
        }
        return Literal.Of<uint>(type, filled);
    }

    private static long[]? Longs(Constant k) => k.Value.AsInts()?.Select(i => (long)i).ToArray();
}
