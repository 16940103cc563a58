using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>Walks output pixels in memory order and tells where each one's window starts in the input.</summary>
internal struct PixelWalker
{
    private readonly WindowShape window;
    private readonly int lastInnerY;
    private readonly int lastInnerX;
    private readonly int endInnerX;
    private int image;
    private int y;
    private int x;

    public PixelWalker(WindowShape window, int pixel)
    {
        this.window = window;
        x = pixel % window.OutputWidth;
        int row = pixel / window.OutputWidth;
        y = row % window.OutputHeight;
        image = row / window.OutputHeight;
        lastInnerY = window.InputHeight - 1 - (window.FilterHeight - 1) * window.DilationY;
        lastInnerX = window.InputWidth - 1 - (window.FilterWidth - 1) * window.DilationX;
        endInnerX = Math.Min(window.OutputWidth, (lastInnerX + window.PadLeft) / window.StrideX + 1);
    }

    /// <summary>Input row of the window's first row, which may be padding.</summary>
    public readonly int Top => y * window.StrideY - window.PadTop;

    /// <summary>Input column of the window's first column, which may be padding.</summary>
    public readonly int Left => x * window.StrideX - window.PadLeft;

    /// <summary>True where the whole window lies in the image.</summary>
    public readonly bool IsInner => (uint)Top <= (uint)lastInnerY && (uint)Left <= (uint)lastInnerX && lastInnerY >= 0 && lastInnerX >= 0;

    /// <summary>Input pixel at the start of the image, counted over the batch.</summary>
    public readonly int ImageStart => image * window.InputHeight * window.InputWidth;

    public readonly int Y => y;

    public readonly int X => x;

    /// <summary>Where this pixel's window lies in the image: how many in this row from here on do.</summary>
    public readonly int InnerLeft => endInnerX - x;

    /// <summary>Steps over <paramref name="count"/> pixels of this row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int count)
    {
        x += count - 1;
        Next();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next()
    {
        if (++x < window.OutputWidth)
            return;
        x = 0;
        if (++y < window.OutputHeight)
            return;
        y = 0;
        image++;
    }
}
