namespace OneBit.Kernels;

/// <summary>Vectors of the integers e and of the floats that a transform makes of them.</summary>
internal interface ITransformLanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    static abstract int Count { get; }

    static abstract TInt Create(int value);

    static abstract TInt Load(ref readonly int source, nuint offset);

    static abstract TInt Add(TInt a, TInt b);

    static abstract TInt Xor(TInt a, TInt b);

    /// <summary>a / 2 for even a.</summary>
    static abstract TInt Halve(TInt a);

    static abstract TFloat ToFloat(TInt a);

    static abstract TFloat Create(float value);

    static abstract TFloat Load(ref readonly float source, nuint offset);

    static abstract void Store(TFloat value, ref float target, nuint offset);

    static abstract TFloat Add(TFloat a, TFloat b);

    static abstract TFloat Subtract(TFloat a, TFloat b);

    static abstract TFloat Multiply(TFloat a, TFloat b);

    static abstract TFloat Divide(TFloat a, TFloat b);

    /// <summary>min(max(x, low), high) of IEEE 754-2019.</summary>
    static abstract TFloat Clamp(TFloat x, TFloat low, TFloat high);

    /// <summary>low where x &lt; low, else x: NaN and zeros of x stay.</summary>
    static abstract TFloat AtLeast(TFloat x, TFloat low);

    /// <summary>high where x &gt; high, else x.</summary>
    static abstract TFloat AtMost(TFloat x, TFloat high);

    /// <summary>Bit i = a[i] &lt; b[i].</summary>
    static abstract uint Less(TFloat a, TFloat b);

    /// <summary>+0 where a is NaN, else a.</summary>
    static abstract TFloat NumberOrZero(TFloat a);

    /// <summary>The next integer; the even one of two.</summary>
    static abstract TFloat RoundToEven(TFloat a);

    static abstract TFloat CopySign(TFloat magnitude, TFloat sign);

    /// <summary>target[offset + i] = trunc(a[i]) + addend, which an int8 holds.</summary>
    static abstract void StoreTruncated(TFloat a, int addend, ref sbyte target, nuint offset);
}
