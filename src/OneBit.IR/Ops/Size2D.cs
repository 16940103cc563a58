using System.Collections.Immutable;

namespace OneBit.IR;

/// <summary>Height and width: of a window, a stride, a dilation.</summary>
public readonly record struct Size2D(int Height, int Width)
{
    /// <summary>One by one.</summary>
    public static Size2D One => new(1, 1);

    /// <summary>From a list of two.</summary>
    /// <exception cref="FormatException">The list is not of two.</exception>
    public static Size2D From(ImmutableArray<int> values) =>
        values.Length == 2 ? new(values[0], values[1]) : throw new FormatException($"height and width are two numbers, not {values.Length}");

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Height}x{Width}");
}
