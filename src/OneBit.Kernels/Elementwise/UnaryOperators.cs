using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>A function of one element; <c>parameter</c> is the slope of those that have one.</summary>
internal interface IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    static abstract TVector Apply(TVector x, TVector parameter);
}

internal readonly struct AbsOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => TLanes.Abs(x);
}

internal readonly struct NegOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => TLanes.Negate(x);
}

internal readonly struct ExpOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => FloatMath<TLanes, TVector>.Exp(x);
}

internal readonly struct SqrtOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => TLanes.Sqrt(x);
}

internal readonly struct RsqrtOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => TLanes.Divide(TLanes.Broadcast(1f), TLanes.Sqrt(x));
}

internal readonly struct SquareOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => TLanes.Multiply(x, x);
}

internal readonly struct TanhOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => FloatMath<TLanes, TVector>.Tanh(x);
}

internal readonly struct LogisticOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => FloatMath<TLanes, TVector>.Logistic(x);
}

internal readonly struct ReluOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => TLanes.Clamp(x, TLanes.Broadcast(0f), TLanes.Broadcast(float.PositiveInfinity));
}

internal readonly struct Relu6Operator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => TLanes.Clamp(x, TLanes.Broadcast(0f), TLanes.Broadcast(6f));
}

internal readonly struct ReluN1To1Operator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => TLanes.Clamp(x, TLanes.Broadcast(-1f), TLanes.Broadcast(1f));
}

internal readonly struct LeakyReluOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => TLanes.SelectGreater(TLanes.Broadcast(0f), x, TLanes.Multiply(x, parameter), x);
}

internal readonly struct HardSwishOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) =>
        TLanes.Divide(
            TLanes.Multiply(x, TLanes.Clamp(TLanes.Add(x, TLanes.Broadcast(3f)), TLanes.Broadcast(0f), TLanes.Broadcast(6f))),
            TLanes.Broadcast(6f));
}

internal readonly struct EluOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) =>
        TLanes.SelectGreater(TLanes.Broadcast(0f), x, TLanes.Subtract(FloatMath<TLanes, TVector>.Exp(x), TLanes.Broadcast(1f)), x);
}

internal readonly struct GeluTanhOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter)
    {
        TVector cube = TLanes.Multiply(TLanes.Multiply(x, x), x);
        TVector inner = TLanes.Multiply(TLanes.Broadcast(0.7978845608f), TLanes.MultiplyAdd(TLanes.Broadcast(0.044715f), cube, x));
        return TLanes.Multiply(TLanes.Multiply(TLanes.Broadcast(0.5f), x), TLanes.Add(TLanes.Broadcast(1f), FloatMath<TLanes, TVector>.Tanh(inner)));
    }
}

internal readonly struct FloorOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => TLanes.Floor(x);
}

internal readonly struct CeilOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => TLanes.Ceiling(x);
}

internal readonly struct RoundOperator<TLanes, TVector> : IUnaryOperator<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector parameter) => TLanes.Round(x);
}
