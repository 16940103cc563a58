using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>n = −b: the bits that are not those of a value.</summary>
internal static class OtherBits
{
    // Between −1 and +1, and far from both.
    private static readonly PackBounds Minus = new([float.NegativeInfinity], [0.5f]);

    /// <summary>True where <paramref name="user"/> is a convolution that reads the other bits of its input.</summary>
    public static bool AreReadBy(Node user) => LceConvolution.Of(user.Results[0]) is { Border: LceBorder.Lower };

    /// <summary>
    /// The other bits of <paramref name="bits"/>: packed by the bounds between them, convolved with the bounds between them where nothing else reads these, else taken from ±1.
    /// A maximum of bits is no minimum of the others, so it is taken first.
    /// </summary>
    public static Value Of(Rewriter g, Value bits)
    {
        if (bits is (PackLevels pack, [{ } x, ..]) && PackBounds.Of(bits) is { IsOneSided: true } bounds)
            return bounds.IsSigns && IsPlusOrMinusOne(x) ? Minus.Emit(g, x, nanIsUpper: true) : bounds.Complement().Emit(g, x, !pack.NanIsUpper || IsNeverNan(x));
        if (bits.HasOneUse && LceConvolution.Of(bits) is { } conv && conv.Halves() is { IsOneSided: true } halves)
            return conv.EmitBits(g, halves.Complement());
        return Minus.Emit(g, g.Emit(new BinaryDequantize(), bits), nanIsUpper: true);
    }

    private static bool IsPlusOrMinusOne(Value x) => x switch
    {
        (BinaryDequantize, _) => true,
        (Concat or Split or Reshape, var operands) => operands.All(operand => operand is null || operand.Type.Element != DType.Float32 || IsPlusOrMinusOne(operand)),
        _ => false,
    };

    // Sums of signs, as they are or with finite constants.
    private static bool IsNeverNan(Value x) => IsPlusOrMinusOne(x) || (LceConvolution.Of(x) is { Bounds: null } conv && conv.Steps.All(step => step is null || Array.TrueForAll(step, float.IsFinite)));
}
