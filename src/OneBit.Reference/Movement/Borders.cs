using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Elements around a tensor.</summary>
internal static class Borders
{
    /// <summary>y[i₀ + before₀, …] = x[i₀, …]; the given value, or 0 (the zero point) outside.</summary>
    public static Literal Pad(Call call)
    {
        Shape shape = call[0].Type.Shape;
        int[] before = Before(call), strides = Indices.Strides(shape);
        Literal? value = call.Optional(2);
        if (value is not null && (value.Type.Element != call.Type.Element || value.Type.Shape.ElementCount != 1))
            throw call.Error($"has a value {value.Type} for elements {call.Type.Element.Name()}");
        ReadOnlySpan<byte> fill = value is null ? ZeroOf(call.Type) : value.Bytes.Span;
        return Rearrangement.Apply(
            call[0],
            call.Type,
            y =>
            {
                int at = 0;
                for (int d = 0; d < y.Length; d++)
                {
                    int x = y[d] - before[d];
                    if (x < 0 || x >= shape[d])
                        return -1;
                    at += x * strides[d];
                }
                return at;
            },
            fill);
    }

    /// <summary>As <see cref="Pad"/>, but mirrored at the border: about the border element (reflect), or between it and its copy (symmetric).</summary>
    public static Literal MirrorPad(MirrorPad op, Call call)
    {
        Shape shape = call[0].Type.Shape;
        int[] pads = call.Ints(1), before = Before(call), strides = Indices.Strides(shape);
        int repeat = op.Mode == MirrorPadMode.Symmetric ? 0 : 1;
        for (int d = 0; d < shape.Rank; d++)
        {
            if (Math.Max(pads[2 * d], pads[(2 * d) + 1]) > shape[d] - repeat)
                throw call.Error($"mirrors {Math.Max(pads[2 * d], pads[(2 * d) + 1])} elements of a dimension of {shape[d]}");
        }
        return Rearrangement.Apply(call[0], call.Type, y =>
        {
            int at = 0;
            for (int d = 0; d < y.Length; d++)
            {
                int x = y[d] - before[d];
                if (x < 0)
                    x = -x - 1 + repeat;
                else if (x >= shape[d])
                    x = (2 * shape[d]) - 1 - repeat - x;
                at += x * strides[d];
            }
            return at;
        });
    }

    /// <summary>The bytes of one element that stands for 0: the zero point where there is one.</summary>
    public static byte[] ZeroOf(TensorType type)
    {
        if (!Codes.AreIn(type))
            return [];
        var one = new TensorType(type.Element, Shape.Scalar);
        return Elements.OfIntegers(one, [type.Quantization!.ZeroPoint]).Bytes.ToArray();
    }

    private static int[] Before(Call call)
    {
        int[] pads = call.Ints(1);
        int rank = call[0].Type.Shape.Rank;
        if (pads.Length != 2 * rank || pads.Any(p => p < 0))
            throw call.Error($"has pads [{string.Join(", ", pads)}] for {rank} dimensions");
        return [.. pads.Where((_, i) => i % 2 == 0)];
    }
}
