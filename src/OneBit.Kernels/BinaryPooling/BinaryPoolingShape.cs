namespace OneBit.Kernels;

/// <summary>
/// Dimensions of a max pool over packed words, [Batch, InputHeight, InputWidth, Words] to [Batch, OutputHeight, OutputWidth, Words].
/// Tap (y, x) of output (i, j) reads input row i·StrideHeight − PadTop + y, and the column likewise; taps outside the image are left out.
/// </summary>
public sealed record BinaryPoolingShape
{
    public int Batch { get; init; } = 1;

    public required int InputHeight { get; init; }

    public required int InputWidth { get; init; }

    /// <summary>Words per pixel.</summary>
    public required int Words { get; init; }

    public required int OutputHeight { get; init; }

    public required int OutputWidth { get; init; }

    public required int FilterHeight { get; init; }

    public required int FilterWidth { get; init; }

    public int StrideHeight { get; init; } = 1;

    public int StrideWidth { get; init; } = 1;

    public int PadTop { get; init; }

    public int PadLeft { get; init; }

    public int OutputRows => checked(Batch * OutputHeight);

    public int InputLength => checked(Batch * InputHeight * InputWidth * Words);

    public int OutputLength => checked(OutputRows * OutputWidth * Words);

    /// <summary>Checks what the kernels rely on.</summary>
    /// <exception cref="ArgumentException">A size is not positive or a pad is negative.</exception>
    /// <exception cref="OverflowException">A tensor has 2³¹ words or more.</exception>
    public void Validate()
    {
        ReadOnlySpan<int> sizes =
            [Batch, InputHeight, InputWidth, Words, OutputHeight, OutputWidth, FilterHeight, FilterWidth, StrideHeight, StrideWidth];
        foreach (int size in sizes)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegative(PadTop);
        ArgumentOutOfRangeException.ThrowIfNegative(PadLeft);
        _ = checked(InputLength + OutputLength);
        _ = checked((OutputHeight * StrideHeight) + FilterHeight);
        _ = checked((OutputWidth * StrideWidth) + FilterWidth);
    }
}
