using System.Globalization;
using System.Text;

namespace OneBit.Kernels;

/// <summary>Convolutions in one line; what has its usual value is left out.</summary>
internal static class ConvolutionText
{
    /// <summary><c>1x56x56x64 to 28x28x128, 3x3, stride 2x2, dilation 1x1, pad 1x1, groups 1</c>.</summary>
    public static string Of(ConvolutionShape shape)
    {
        WindowShape window = shape.Window;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{window.Batch}x{window.InputHeight}x{window.InputWidth}x{shape.InputChannels}");
        text.Append(CultureInfo.InvariantCulture, $" to {window.OutputHeight}x{window.OutputWidth}x{shape.OutputChannels}, {window.FilterHeight}x{window.FilterWidth}");
        Pair(text, "stride", window.StrideY, window.StrideX, usual: 1);
        Pair(text, "dilation", window.DilationY, window.DilationX, usual: 1);
        Pair(text, "pad", window.PadTop, window.PadLeft, usual: 0);
        if (shape.Groups != 1)
            text.Append(CultureInfo.InvariantCulture, $", groups {shape.Groups}");
        return text.ToString();
    }

    private static void Pair(StringBuilder text, string name, int vertical, int horizontal, int usual)
    {
        if (vertical != usual || horizontal != usual)
            text.Append(CultureInfo.InvariantCulture, $", {name} {vertical}x{horizontal}");
    }
}
