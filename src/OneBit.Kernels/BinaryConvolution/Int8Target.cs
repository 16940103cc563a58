using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>
/// q = trunc(r(clamp(x, −128 − zero point, 127 − zero point))) + zero point with x = T / scale, NaN being 0. The clamp comes first, so all integers fit.
/// </summary>
internal readonly ref struct Int8Target<TTies>(Int8Output form, ref sbyte output, int stride) : ITransformTarget
    where TTies : struct, ITies
{
    private readonly ref sbyte output = ref output;
    private readonly float scale = form.Scale, low = sbyte.MinValue - form.ZeroPoint, high = sbyte.MaxValue - form.ZeroPoint;
    private readonly int zeroPoint = form.ZeroPoint;
    private readonly bool divides = form.Scale != 1;

    public int Stride => stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Put<TLanes, TInt, TFloat>(TFloat y, nuint at)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
    {
        TFloat x = TLanes.NumberOrZero(divides ? TLanes.Divide(y, TLanes.Create(scale)) : y);
        x = TLanes.AtMost(TLanes.AtLeast(x, TLanes.Create(low)), TLanes.Create(high));
        TLanes.StoreTruncated(TTies.Round<TLanes, TInt, TFloat>(x), zeroPoint, ref output, at);
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Sign(uint bits, int pixel, int word, int lane)
    {
    }
}

/// <summary>r: what makes truncation a rounding of numbers below 2²².</summary>
internal interface ITies
{
    static abstract TFloat Round<TLanes, TInt, TFloat>(TFloat x)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct;
}

/// <summary>A half goes to the even neighbour.</summary>
internal readonly struct TiesToEven : ITies
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Round<TLanes, TInt, TFloat>(TFloat x)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => TLanes.RoundToEven(x);
}

/// <summary>A half goes away from zero: x ± (½ − 2⁻²⁵), as with ½ itself the number below ½ would become 1; from ½ on the sum's own rounding makes up for it.</summary>
internal readonly struct TiesAway : ITies
{
    private const float BelowHalf = 0.49999997f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Round<TLanes, TInt, TFloat>(TFloat x)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => TLanes.Add(x, TLanes.CopySign(TLanes.Create(BelowHalf), x));
}
