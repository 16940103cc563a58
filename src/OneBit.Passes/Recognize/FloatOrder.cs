namespace OneBit.Passes;

/// <summary>The floats from −∞ to ∞ in order, counted: neighbours differ by 1, and 0 and −0 are one.</summary>
internal static class FloatOrder
{
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
