using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Arithmetic of sliding windows in one dimension, as TensorFlow defines it (F8). Used by inference, reference and runtime alike.</summary>
public static class Windows
{
    /// <summary>Extent of a dilated window: (filter − 1)·dilation + 1.</summary>
    /// <exception cref="OverflowException">The extent does not fit in 32 bits.</exception>
    public static int EffectiveFilter(int filter, int dilation) => checked(((filter - 1) * dilation) + 1);

    /// <summary>
    /// Number of windows: ⌈input / stride⌉ with <see cref="Padding.Same"/>, ⌈(input − effective filter + 1) / stride⌉ with <see cref="Padding.Valid"/>, 0 where none fits;
    /// <see cref="Shape.Unknown"/> where it hangs on an unknown size. Filter, stride and dilation are positive.
    /// </summary>
    public static int OutputSize(int input, int filter, int stride, int dilation, Padding padding)
    {
        if (input == Shape.Unknown || (padding == Padding.Valid && filter == Shape.Unknown))
            return Shape.Unknown;
        long positions = padding == Padding.Same ? input : (long)input - EffectiveFilter(filter, dilation) + 1;
        return (int)Math.Max(0, (positions + stride - 1) / stride);
    }

    /// <summary>
    /// Pads before and after: none with <see cref="Padding.Valid"/>; with <see cref="Padding.Same"/> max(0, (output − 1)·stride + effective filter − input) in total, the smaller half before.
    /// </summary>
    /// <exception cref="OverflowException">A pad does not fit in 32 bits.</exception>
    public static (int Before, int After) Pads(int input, int filter, int stride, int dilation, Padding padding)
    {
        if (padding == Padding.Valid)
            return (0, 0);
        long output = OutputSize(input, filter, stride, dilation, padding);
        long total = Math.Max(0, ((output - 1) * stride) + EffectiveFilter(filter, dilation) - input);
        return checked(((int)(total / 2), (int)(total - (total / 2))));
    }

    /// <summary>
    /// <see cref="Pads"/> of an input that may be of <see cref="Shape.Unknown"/> size: those that every size has. With stride 1 that is the effective filter − 1 in total, for a window of one element none;
    /// null where they hang on the size.
    /// </summary>
    /// <exception cref="OverflowException">A pad does not fit in 32 bits.</exception>
    public static (int Before, int After)? KnownPads(int input, int filter, int stride, int dilation, Padding padding)
    {
        if (input != Shape.Unknown || padding == Padding.Valid)
            return Pads(input, filter, stride, dilation, padding);
        int total = EffectiveFilter(filter, dilation) - 1;
        return stride == 1 || total == 0 ? (total / 2, total - (total / 2)) : null;
    }
}
