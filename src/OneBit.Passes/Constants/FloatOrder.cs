namespace OneBit.Passes;

/// <summary>The floats from −∞ to ∞ in order, counted: neighbours differ by 1, and 0 and −0 are one.</summary>
internal static class FloatOrder
{
    /// <summary>ε, the smallest normal float32.</summary>
    public const float SmallestNormal = 1.17549435e-38f;

    /// <summary>The edge of x ≥ 0 with subnormals read as zero.</summary>
    public static readonly float SignEdge = MathF.BitIncrement(-SmallestNormal);

    /// <summary>The edge of x > 0 with subnormals read as zero is ε; this is the last float below it.</summary>
    public static readonly float LargestSubnormal = MathF.BitDecrement(SmallestNormal);

    /// <summary>The place of −∞.</summary>
    public static readonly int First = PlaceOf(float.NegativeInfinity);

    /// <summary>The place of ∞.</summary>
    public static readonly int Last = PlaceOf(float.PositiveInfinity);

    /// <summary>Where <paramref name="x"/>, which is not NaN, stands; 0 stands at 0.</summary>
    public static int PlaceOf(float x)
    {
        int bits = BitConverter.SingleToInt32Bits(x);
        return bits >= 0 ? bits : int.MinValue - bits;
    }

    /// <summary>The float at a place.</summary>
    public static float At(int place) => BitConverter.Int32BitsToSingle(place >= 0 ? place : int.MinValue - place);
}
