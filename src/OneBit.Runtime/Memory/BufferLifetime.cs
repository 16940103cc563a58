namespace OneBit.Runtime;

/// <summary>A piece of memory that is needed from step <paramref name="First"/> to step <paramref name="Last"/>, both included.</summary>
public readonly record struct BufferLifetime(int First, int Last, long Size)
{
    /// <summary>True where both are needed at the same time.</summary>
    public bool Overlaps(BufferLifetime other) => First <= other.Last && other.First <= Last;
}
