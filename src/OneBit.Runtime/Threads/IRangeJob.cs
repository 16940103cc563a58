namespace OneBit.Runtime;

/// <summary>Work that is divided into items.</summary>
public interface IRangeJob
{
    /// <summary>Does the items [begin, end). <paramref name="worker"/> is below the pool's thread count, and no two calls at the same time have the same.</summary>
    void Execute(int begin, int end, int worker);
}
