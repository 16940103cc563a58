using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>The checks of the kernels' entry points; behind them the loops trust their bounds.</summary>
internal static class Require
{
    /// <summary>Throws where a span is shorter than its dimensions say.</summary>
    public static void Length(int actual, long needed, [CallerArgumentExpression(nameof(actual))] string name = "")
    {
        if (actual < needed)
            ThrowShort(actual, needed, name);
    }

    /// <summary>Throws where a span has another length than the dimensions say.</summary>
    public static void Exactly(int actual, long needed, [CallerArgumentExpression(nameof(actual))] string name = "")
    {
        if (actual != needed)
            ThrowOther(actual, needed, name);
    }

    /// <summary>Throws where [begin, end) is not a range of the work items.</summary>
    public static void Range(int begin, int end, int items)
    {
        if ((uint)begin > (uint)end || end > items)
            ThrowRange(begin, end, items);
    }

    /// <summary>Throws where weights were packed by another row, whose layout this one cannot read.</summary>
    public static void PackedBy(Kernel? owner, Kernel kernel)
    {
        if (!ReferenceEquals(owner, kernel))
            ThrowOwner(owner, kernel);
    }

    [DoesNotReturn]
    private static void ThrowShort(int actual, long needed, string name) =>
        throw new ArgumentOutOfRangeException(name, $"{name} is {actual}, the dimensions need {needed}");

    [DoesNotReturn]
    private static void ThrowOther(int actual, long needed, string name) =>
        throw new ArgumentOutOfRangeException(name, $"{name} is {actual}, the dimensions say {needed}");

    [DoesNotReturn]
    private static void ThrowRange(int begin, int end, int items) =>
        throw new ArgumentOutOfRangeException(nameof(begin), $"[{begin}, {end}) is not a range of {items} work items");

    [DoesNotReturn]
    private static void ThrowOwner(Kernel? owner, Kernel kernel) =>
        throw new ArgumentException($"weights packed for {owner?.Name ?? "no kernel"} given to {kernel.Name}");
}
