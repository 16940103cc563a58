using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>
/// A value that hangs on constants alone and is the same for every pixel: a scalar or vector of one element per channel. Constants, fills, broadcasts, zeros and arithmetic on them;
/// also where their shape is that of another tensor and known only at run time.
/// </summary>
/// <param name="Values">Of rank 1: one element, or one per channel.</param>
/// <param name="Shapes">The values whose shapes it takes, where they are not known.</param>
internal sealed record ChannelConstant(Literal Values, IReadOnlyList<Value> Shapes)
{
    private const int MaxDepth = 8;

    /// <summary>The constant behind <paramref name="value"/>; null where it is none, or differs from pixel to pixel.</summary>
    public static ChannelConstant? Of(Value value) => Of(value, MaxDepth);

    private static ChannelConstant? Of(Value value, int depth)
    {
        if (value.Type.Quantization is not null || value.Type.Element is not (DType.Float32 or DType.Int32 or DType.Bool) || depth == 0)
            return null;
        return value switch
        {
            (Constant k, _) => Reduced(k.Value) is { } values ? new(values, []) : null,
            (Fill, [{ } shape, (Constant k, _)]) => Reduced(k.Value) is { } values ? Shaped(values, value, shape) : null,
            (BroadcastTo, [{ } k, { } shape]) => Of(k, depth - 1) is { } constant ? Shaped(constant.Values, value, shape) : null,
            (Unary { Kind: UnaryKind.ZerosLike }, [{ } like]) => new(One(value.Type.Element, new byte[value.Type.Element.SizeInBytes()]), value.Type.Shape.IsStatic ? [] : [like]),
            (Unary or Binary { Activation: Activation.None } or Cast, [_, ..] operands) => Computed(value.Op!, operands, depth),
            _ => null,
        };
    }

    private static ChannelConstant? Shaped(Literal values, Value value, Value shape) => (value.Type.Shape.IsStatic, shape) switch
    {
        (true, _) => new(values, []),
        (_, (ShapeOf, [{ } like])) => new(values, [like]),
        _ => null,
    };

    private static ChannelConstant? Computed(Op op, IReadOnlyList<Value?> operands, int depth)
    {
        ChannelConstant?[] constants = [.. operands.Select(operand => operand is null ? null : Of(operand, depth - 1))];
        if (constants.Any(constant => constant is null))
            return null;
        int[] lengths = [.. constants.Select(constant => constant!.Values.Type.Shape[0])];
        if (lengths.Any(length => length != 1 && length != lengths.Max()))
            return null;
        Constant result = ConstantArithmetic.Apply(op, [.. constants.Select(constant => new Constant { Value = constant!.Values })]);
        return new(result.Value, [.. constants.SelectMany(constant => constant!.Shapes)]);
    }

    // One element, or those along the last dimension, where all the rest repeats them bit for bit.
    private static Literal? Reduced(Literal literal)
    {
        Shape shape = literal.Type.Shape;
        if (!shape.IsStatic || shape.ElementCount == 0)
            return null;
        int size = literal.Type.Element.SizeInBytes();
        ReadOnlySpan<byte> bytes = literal.Bytes.Span;
        if (Repeats(bytes, size))
            return One(literal.Type.Element, bytes[..size].ToArray());
        int channels = shape[^1];
        return Repeats(bytes, channels * size) ? new Literal(new TensorType(literal.Type.Element, [channels]), bytes[..(channels * size)].ToArray()) : null;
    }

    private static Literal One(DType element, byte[] bytes) => new(new TensorType(element, [1]), bytes);

    private static bool Repeats(ReadOnlySpan<byte> bytes, int period)
    {
        ReadOnlySpan<byte> first = bytes[..period];
        for (int at = period; at < bytes.Length; at += period)
        {
            if (!bytes.Slice(at, period).SequenceEqual(first))
                return false;
        }
        return true;
    }
}
