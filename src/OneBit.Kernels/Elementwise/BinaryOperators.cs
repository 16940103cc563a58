using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>A function of two elements.</summary>
internal interface IBinaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    static abstract TVector Apply(TVector x, TVector y);
}

internal readonly struct AddOperator<TLanes, TVector> : IBinaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector y) => TLanes.Add(x, y);
}

internal readonly struct SubOperator<TLanes, TVector> : IBinaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector y) => TLanes.Subtract(x, y);
}

internal readonly struct MulOperator<TLanes, TVector> : IBinaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector y) => TLanes.Multiply(x, y);
}

internal readonly struct DivOperator<TLanes, TVector> : IBinaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector y) => TLanes.Divide(x, y);
}

internal readonly struct MaximumOperator<TLanes, TVector> : IBinaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector y) => TLanes.SelectNaN(x, x, TLanes.SelectGreater(x, y, x, y));
}

internal readonly struct MinimumOperator<TLanes, TVector> : IBinaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector y) => TLanes.SelectNaN(x, x, TLanes.SelectGreater(y, x, x, y));
}

internal readonly struct SquaredDifferenceOperator<TLanes, TVector> : IBinaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector y)
    {
        TVector difference = TLanes.Subtract(x, y);
        return TLanes.Multiply(difference, difference);
    }
}

internal readonly struct PReluOperator<TLanes, TVector> : IBinaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector y) => TLanes.SelectGreater(TLanes.Broadcast(0f), x, TLanes.Multiply(x, y), x);
}
