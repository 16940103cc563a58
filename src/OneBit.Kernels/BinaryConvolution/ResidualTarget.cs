using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>Adds, clamps, stores and packs signs; the references begin with the run's first element.</summary>
internal readonly ref struct ResidualTarget<TAddend, TSigns>(ResidualOutput form, ref float residual, ref float output, int stride, ref uint signs, int words) : ITransformTarget
    where TAddend : struct, IAddend
    where TSigns : struct, ISigns
{
    private readonly ref float residual = ref residual;
    private readonly ref float output = ref output;
    private readonly ref uint signs = ref signs;
    private readonly float low = form.Low, high = form.High, edge = BitThreshold.Larq;

    public int Stride => stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Put<TLanes, TInt, TFloat>(TFloat y, nuint at)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
    {
        y = TAddend.Add<TLanes, TInt, TFloat>(y, ref residual, at, low, high);
        TLanes.Store(y, ref output, at);
        return TSigns.Of<TLanes, TInt, TFloat>(y, edge);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Sign(uint bits, int pixel, int word, int lane) => TSigns.Pack(bits, ref signs, (nuint)(uint)((pixel * words) + word), lane);
}

/// <summary>What is added to T(e).</summary>
internal interface IAddend
{
    static abstract TFloat Add<TLanes, TInt, TFloat>(TFloat y, ref float residual, nuint at, float low, float high)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct;
}

/// <summary>Nothing, and no clamp.</summary>
internal readonly struct NoAddend : IAddend
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Add<TLanes, TInt, TFloat>(TFloat y, ref float residual, nuint at, float low, float high)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => y;
}

/// <summary>y + r.</summary>
internal readonly struct Addend : IAddend
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Add<TLanes, TInt, TFloat>(TFloat y, ref float residual, nuint at, float low, float high)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => TLanes.Add(y, TLanes.Load(in residual, at));
}

/// <summary>y + r where that is in [low, high] or NaN, else the bound. A zero that is a bound stays the zero that it is, on every CPU.</summary>
internal readonly struct ClampedAddend : IAddend
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Add<TLanes, TInt, TFloat>(TFloat y, ref float residual, nuint at, float low, float high)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct =>
        TLanes.AtMost(TLanes.AtLeast(TLanes.Add(y, TLanes.Load(in residual, at)), TLanes.Create(low)), TLanes.Create(high));
}

/// <summary>Which signs are packed.</summary>
internal interface ISigns
{
    static abstract uint Of<TLanes, TInt, TFloat>(TFloat y, float edge)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct;

    static abstract void Pack(uint bits, ref uint signs, nuint at, int lane);
}

/// <summary>None.</summary>
internal readonly struct NoSigns : ISigns
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of<TLanes, TInt, TFloat>(TFloat y, float edge)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pack(uint bits, ref uint signs, nuint at, int lane)
    {
    }
}

/// <summary>Bit 1 where y &lt; edge.</summary>
internal readonly struct LarqSigns : ISigns
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of<TLanes, TInt, TFloat>(TFloat y, float edge)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => TLanes.Less(y, TLanes.Create(edge));

    // The first lanes of a word come first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pack(uint bits, ref uint signs, nuint at, int lane)
    {
        ref uint word = ref Unsafe.Add(ref signs, at);
        word = lane == 0 ? bits : word | bits;
    }
}
