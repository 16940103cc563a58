namespace OneBit.Kernels;

/// <summary>How a window reads an image: runs of adjacent elements.</summary>
internal static class InputRuns
{
    /// <summary>Offsets of the runs of a window that lies inside the image, relative to its first element, in the order of the filter.</summary>
    public static int[] Of(ConvolutionShape shape, out int length)
    {
        WindowShape window = shape.Window;
        int columns = shape.HasContiguousRows ? 1 : window.FilterWidth;
        length = shape.HasContiguousRows ? window.FilterWidth * shape.InputChannels : shape.GroupInputs;
        var runs = new int[window.FilterHeight * columns];
        for (int run = 0; run < runs.Length; run++)
        {
            (int ky, int kx) = Math.DivRem(run, columns);
            long offset = ((long)ky * window.DilationY * window.InputWidth + (long)kx * window.DilationX) * shape.InputChannels;
            // A window that is larger than the image is never read by runs.
            runs[run] = offset > int.MaxValue ? 0 : (int)offset;
        }
        return runs;
    }
}
