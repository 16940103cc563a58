namespace OneBit.Layers;

/// <summary>Depth, height and width: of a window, a stride, a dilation.</summary>
public readonly record struct Size3D(int Depth, int Height, int Width)
{
    /// <summary>One by one by one.</summary>
    public static Size3D One => new(1, 1, 1);
}
