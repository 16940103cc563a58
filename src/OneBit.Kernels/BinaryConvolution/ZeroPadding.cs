using System.Numerics;

namespace OneBit.Kernels;

/// <summary>
/// The correction for zero padding. The tiles read padded taps as +1, which adds S = Σw of the taps that stick out of the image to d; border pixels
/// take it off again, d −= S, or let the output stage do so behind its transform (F3).
/// </summary>
internal static class ZeroPadding
{
    /// <summary>Takes S off the dots of an output pixel.</summary>
    public static void Correct(PackedBinaryFilter filter, int outputRow, int outputColumn, int channel, Span<int> dots)
    {
        if (!OutsideTaps.Of(filter, outputRow, outputColumn, channel, dots.Length, out OutsideTaps outside))
            return;
        int lanes = Vector<int>.Count;
        int o = 0;
        for (; o <= dots.Length - lanes; o += lanes)
            (new Vector<int>(dots[o..]) - outside.Vector(o)).CopyTo(dots[o..]);
        for (; o < dots.Length; o++)
            dots[o] -= outside[o];
    }

    /// <summary>Writes S over the dots of an output pixel; false where the pixel has no tap outside.</summary>
    public static bool Sum(PackedBinaryFilter filter, int outputRow, int outputColumn, int channel, Span<int> dots)
    {
        if (!OutsideTaps.Of(filter, outputRow, outputColumn, channel, dots.Length, out OutsideTaps outside))
            return false;
        int lanes = Vector<int>.Count;
        int o = 0;
        for (; o <= dots.Length - lanes; o += lanes)
            outside.Vector(o).CopyTo(dots[o..]);
        for (; o < dots.Length; o++)
            dots[o] = outside[o];
        return true;
    }
}
