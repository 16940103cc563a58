using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>What Conv1D, Conv2D and Conv3D share: y[o] = Σ over taps and channels of o's group of x·w + b[o]; kernel [taps…, in / groups, filters].</summary>
public abstract record Convolution : WeightedLayer
{
    /// <summary>Number of output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Groups of channels that do not see each other.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Treatment of the border.</summary>
    public BorderMode Padding { get; init; }

    /// <summary>What <see cref="BorderMode.Same"/> pads the quantized input with.</summary>
    public float PadValues { get; init; }

    /// <summary>Quantizes the kernel; null for the identity.</summary>
    public Quantizer? KernelQuantizer { get; init; }

    private protected override Shape BiasShape(Shape input) => [Filters];

    private protected int GroupDepth(Shape input)
    {
        int channels = this.Known(input, -1);
        return Groups >= 1 && channels % Groups == 0 ? channels / Groups : throw this.Wrong($"input channels in {Groups} groups", $"{channels}");
    }
}
