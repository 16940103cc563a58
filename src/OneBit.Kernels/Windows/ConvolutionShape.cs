namespace OneBit.Kernels;

/// <summary>A 2D convolution of NHWC images with filters [OutputChannels, FilterHeight, FilterWidth, InputChannels / Groups].</summary>
/// <param name="Window">The images and how the filter slides over them.</param>
/// <param name="InputChannels">Channels of an input pixel, a multiple of <paramref name="Groups"/>.</param>
/// <param name="OutputChannels">Channels of an output pixel, a multiple of <paramref name="Groups"/>.</param>
/// <param name="Groups">Output group g reads input group g alone.</param>
public sealed record ConvolutionShape(WindowShape Window, int InputChannels, int OutputChannels, int Groups = 1)
{
    /// <summary>Products per output: taps × input channels of a group.</summary>
    public int Depth => Window.Taps * GroupInputs;

    /// <summary>Input channels of a group.</summary>
    public int GroupInputs => InputChannels / Groups;

    /// <summary>Output channels of a group.</summary>
    public int GroupOutputs => OutputChannels / Groups;

    /// <summary>Elements of the input.</summary>
    public int InputLength => Window.InputPixels * InputChannels;

    /// <summary>Elements of the output.</summary>
    public int OutputLength => Window.OutputPixels * OutputChannels;

    /// <summary>Elements of the filters.</summary>
    public int FilterLength => OutputChannels * Depth;

    /// <summary>True where a filter row reads adjacent input elements: its columns are adjacent and each column is a whole pixel.</summary>
    internal bool HasContiguousRows => Window.DilationX == 1 && Groups == 1;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Groups);
        Window.Validate(InputChannels, OutputChannels);
        if (InputChannels % Groups != 0 || OutputChannels % Groups != 0)
            throw new ArgumentException($"{InputChannels} and {OutputChannels} channels do not divide into {Groups} groups");
    }
}
