using OneBit.IR;

namespace OneBit.Reference;

/// <summary>Windows along one dimension: output position o reads input o·stride + t·dilation − before for taps t.</summary>
internal readonly record struct Window(int Input, int Taps, int Stride, int Dilation, int Before)
{
    /// <summary>The windows of <paramref name="padding"/>: pads of Same are ⌊total / 2⌋ before, total = max(0, (⌈in/stride⌉ − 1)·stride + effective taps − in).</summary>
    public static Window Of(int input, int taps, int stride, int dilation, Padding padding)
    {
        long total = padding == Padding.Valid ? 0 : Math.Max(0, ((((long)input + stride - 1) / stride) - 1) * stride + ((taps - 1L) * dilation) + 1 - input);
        return new Window(input, taps, stride, dilation, checked((int)(total / 2)));
    }

    /// <summary>The input position that tap <paramref name="tap"/> of output <paramref name="output"/> reads, −1 where it lies outside.</summary>
    public int this[int output, int tap]
    {
        get
        {
            long at = ((long)output * Stride) + ((long)tap * Dilation) - Before;
            return at >= 0 && at < Input ? (int)at : -1;
        }
    }
}
