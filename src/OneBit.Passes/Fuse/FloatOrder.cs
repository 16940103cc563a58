namespace OneBit.Passes;

/// <summary>The floats in their order as whole numbers: neighbours differ by 1, −0 and 0 are both 0.</summary>
internal static class FloatOrder
{
    /// <summary>The place of <paramref name="x"/>, which is not NaN.</summary>
    public static long ToOrder(float x)
    {
        int bits = BitConverter.SingleToInt32Bits(x);
        return bits >= 0 ? bits : -(long)(bits & int.MaxValue);
    }

    /// <summary>The float in that place.</summary>
    public static float FromOrder(long order)
    {
        float magnitude = BitConverter.Int32BitsToSingle((int)Math.Abs(order));
        return order < 0 ? -magnitude : magnitude;
    }
}
