using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>How a transform clamps.</summary>
internal interface ITransformClamp
{
    static abstract TFloat Clamp<TLanes, TInt, TFloat>(TFloat x, TFloat low, TFloat high)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct;
}

/// <summary>min(max(x, low), high) of IEEE 754-2019.</summary>
internal readonly struct IeeeClamp : ITransformClamp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Clamp<TLanes, TInt, TFloat>(TFloat x, TFloat low, TFloat high)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => TLanes.Clamp(x, low, high);
}

/// <summary>By comparisons, where <see cref="TransformTable.SelectsBounds"/> allows it.</summary>
internal readonly struct SelectClamp : ITransformClamp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Clamp<TLanes, TInt, TFloat>(TFloat x, TFloat low, TFloat high)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => TLanes.AtMost(TLanes.AtLeast(x, low), high);
}
