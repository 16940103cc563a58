using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>The steps from e to T(e) for a vector of channels, each rounded by itself.</summary>
internal interface ITransformSteps
{
    /// <summary>T(e) for the channels from <paramref name="i"/> on of the word whose constants are <paramref name="word"/>.</summary>
    static abstract TFloat Apply<TLanes, TInt, TFloat>(TransformTable table, ref readonly float word, TInt e, nuint i)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct;
}

/// <summary>g·e + h.</summary>
internal readonly struct AffineSteps : ITransformSteps
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Apply<TLanes, TInt, TFloat>(TransformTable table, ref readonly float word, TInt e, nuint i)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct =>
        TLanes.Add(TLanes.Multiply(TLanes.ToFloat(e), TLanes.Load(in word, TransformTable.Multiplier + i)), TLanes.Load(in word, TransformTable.Shift + i));
}

/// <summary>g·e + h where e is half of the sum.</summary>
internal readonly struct HalvedSteps : ITransformSteps
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Apply<TLanes, TInt, TFloat>(TransformTable table, ref readonly float word, TInt e, nuint i)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => AffineSteps.Apply<TLanes, TInt, TFloat>(table, in word, TLanes.Halve(e), i);
}

/// <summary>g·clamp(e, a, b) + h, clamped by comparisons.</summary>
internal readonly struct BoundedSteps : ITransformSteps
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Apply<TLanes, TInt, TFloat>(TransformTable table, ref readonly float word, TInt e, nuint i)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
    {
        TFloat x = TLanes.AtLeast(TLanes.ToFloat(e), TLanes.Load(in word, TransformTable.InnerLow + i));
        x = TLanes.AtMost(x, TLanes.Load(in word, TransformTable.InnerHigh + i));
        return TLanes.Add(TLanes.Multiply(x, TLanes.Load(in word, TransformTable.Multiplier + i)), TLanes.Load(in word, TransformTable.Shift + i));
    }
}

/// <summary>All steps.</summary>
internal readonly struct AllSteps<TClamp> : ITransformSteps
    where TClamp : struct, ITransformClamp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Apply<TLanes, TInt, TFloat>(TransformTable table, ref readonly float word, TInt e, nuint i)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
    {
        TFloat x = TLanes.ToFloat(table.Halves ? TLanes.Halve(e) : e);
        x = TLanes.Add(x, TLanes.Load(in word, TransformTable.Bias + i));
        if (table.HasInner)
            x = TClamp.Clamp<TLanes, TInt, TFloat>(x, TLanes.Load(in word, TransformTable.InnerLow + i), TLanes.Load(in word, TransformTable.InnerHigh + i));
        x = TLanes.Subtract(x, TLanes.Load(in word, TransformTable.Centre + i));
        x = TLanes.Add(TLanes.Multiply(x, TLanes.Load(in word, TransformTable.Multiplier + i)), TLanes.Load(in word, TransformTable.Shift + i));
        if (table.HasOuter)
            x = TClamp.Clamp<TLanes, TInt, TFloat>(x, TLanes.Load(in word, TransformTable.Low + i), TLanes.Load(in word, TransformTable.High + i));
        return x;
    }
}
