using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Several tensors into one.</summary>
internal static class Joining
{
    /// <summary>Tensors one behind the other along an axis. Codes of another quantization are requantized in float32, half away from zero.</summary>
    public static Literal Concat(Concat op, Call call)
    {
        if (op.Activation != Activation.None)
            throw call.Unsupported();
        return Along(call.Axis(op.Axis, call.Type.Shape.Rank), call.Type, Enumerable.Range(0, call.Count).Select(i => Requantized(call[i], call.Type)));
    }

    /// <summary>Tensors of one shape side by side along a new axis.</summary>
    public static Literal Pack(Pack op, Call call)
    {
        int axis = call.Axis(op.Axis, call.Type.Shape.Rank);
        return Along(axis, call.Type, Enumerable.Range(0, call.Count).Select(i => call[i].As(call[i].Type with { Shape = call.Type.Shape.With(axis, 1) })));
    }

    private static Literal Along(int axis, TensorType type, IEnumerable<Literal> parts)
    {
        int inner = Indices.Inner(type.Shape, axis) * type.Element.SizeInBytes(), outer = Indices.Outer(type.Shape, axis);
        byte[] result = new byte[type.SizeInBytes];
        int begin = 0;
        foreach (Literal part in parts)
        {
            int length = part.Type.Shape[axis] * inner;
            for (int o = 0; o < outer; o++)
                part.Bytes.Span.Slice(o * length, length).CopyTo(result.AsSpan((o * type.Shape[axis] * inner) + begin));
            begin += length;
        }
        return new Literal(type, result);
    }

    private static Literal Requantized(Literal part, TensorType type)
    {
        if (!Codes.AreIn(part.Type) || !Codes.AreIn(type))
            return part;
        Quantization from = part.Type.Quantization!, to = type.Quantization!;
        if (from.Scale == to.Scale && from.ZeroPoint == to.ZeroPoint)
            return part;
        float scale = from.Scale * (1 / to.Scale), bias = -from.ZeroPoint * scale;
        int[] codes = Array.ConvertAll(Elements.Integers(part), q => (int)MathF.Round((q * scale) + bias, MidpointRounding.AwayFromZero));
        return Codes.Of(type with { Shape = part.Type.Shape }, codes);
    }
}
