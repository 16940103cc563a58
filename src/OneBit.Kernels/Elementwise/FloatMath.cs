using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>Transcendental functions on lanes, the same formula for every width.</summary>
internal static class FloatMath<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    /// <summary>
    /// eˣ = 2ⁿ·eʳ with n = round(x/ln 2) and |r| ≤ ln 2/2; eʳ by its Taylor series to r⁷, whose rest is below 2⁻²⁷.
    /// 2ⁿ is applied in two halves, so that results may be subnormal or infinite.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        // Outside these bounds the result is 0 or infinite in any case.
        TVector bounded = TLanes.Clamp(x, TLanes.Broadcast(-110f), TLanes.Broadcast(95f));
        TVector n = TLanes.Round(TLanes.Multiply(bounded, TLanes.Broadcast(1.44269504f)));
        TVector r = TLanes.Subtract(bounded, TLanes.Multiply(n, TLanes.Broadcast(0.693359375f)));
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(2.12194440e-4f), r);
        TVector p = TLanes.Broadcast(1f / 5040);
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1f / 720));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1f / 120));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1f / 24));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1f / 6));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(0.5f));
        p = TLanes.MultiplyAdd(TLanes.Multiply(p, r), r, r);
        p = TLanes.Add(p, TLanes.Broadcast(1f));
        TVector half = TLanes.Floor(TLanes.Multiply(n, TLanes.Broadcast(0.5f)));
        return TLanes.Multiply(TLanes.Multiply(p, TLanes.PowerOfTwo(half)), TLanes.PowerOfTwo(TLanes.Subtract(n, half)));
    }

    /// <summary>1/(1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Logistic(TVector x)
    {
        TVector one = TLanes.Broadcast(1f);
        return TLanes.Divide(one, TLanes.Add(one, Exp(TLanes.Negate(x))));
    }

    /// <summary>tanh x = 1 − 2/(e²ˣ + 1) for |x| ≥ 5/8, below by x + x³·P(x²).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        TVector one = TLanes.Broadcast(1f), magnitude = TLanes.Abs(x);
        TVector large = TLanes.Subtract(one, TLanes.Divide(TLanes.Broadcast(2f), TLanes.Add(Exp(TLanes.Add(magnitude, magnitude)), one)));
        TVector square = TLanes.Multiply(x, x);
        TVector p = TLanes.Broadcast(-5.70498872745e-3f);
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(2.06390887954e-2f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(-5.37397155531e-2f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(1.33314422036e-1f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(-3.33332819422e-1f));
        TVector small = TLanes.MultiplyAdd(TLanes.Multiply(p, square), x, x);
        TVector result = TLanes.SelectGreater(TLanes.Broadcast(0.625f), magnitude, small, TLanes.CopySign(large, x));
        return result;
    }
}
