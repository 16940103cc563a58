namespace OneBit.Kernels;

/// <summary>Vectors of output channels that a pair-code tile counts side by side.</summary>
internal interface IVectors
{
    static abstract int Count { get; }
}

internal readonly struct OneVector : IVectors
{
    public static int Count => 1;
}

internal readonly struct TwoVectors : IVectors
{
    public static int Count => 2;
}
