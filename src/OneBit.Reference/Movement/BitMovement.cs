using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Bits moved as if each were an element of its own: unpacked, moved, packed again.</summary>
internal static class BitMovement
{
    /// <summary>What <paramref name="move"/> gives; bits are bools while it moves them.</summary>
    public static Literal OnElements(Call call, Func<Call, Literal> move)
    {
        if (call.Type.Element != DType.Bits)
            return move(call);
        return Elements.Packed(move(call.With(
            operand => operand.Type.Element == DType.Bits ? Elements.Unpacked(operand) : operand,
            type => type with { Element = DType.Bool })));
    }
}
