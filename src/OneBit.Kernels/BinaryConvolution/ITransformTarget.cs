using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>What takes T(e) of a run of pixels and channels, a vector of channels at a time.</summary>
internal interface ITransformTarget
{
    /// <summary>Elements between pixels.</summary>
    int Stride { get; }

    /// <summary>Takes y as the elements from <paramref name="at"/> on; bit i of the result is the sign of lane i where signs are packed.</summary>
    uint Put<TLanes, TInt, TFloat>(TFloat y, nuint at)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct;

    /// <summary>Takes the signs of a pixel's word, from lane <paramref name="lane"/> of it on.</summary>
    void Sign(uint bits, int pixel, int word, int lane);
}

/// <summary>Stores y.</summary>
internal readonly ref struct FloatTarget(ref float output, int stride) : ITransformTarget
{
    private readonly ref float output = ref output;

    public int Stride => stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Put<TLanes, TInt, TFloat>(TFloat y, nuint at)
        where TLanes : struct, ITransformLanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
    {
        TLanes.Store(y, ref output, at);
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Sign(uint bits, int pixel, int word, int lane)
    {
    }
}
