using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>What SeparableConv1D and 2D share: a depthwise convolution, then one of single pixels that mixes channels. Nothing is quantized in between.</summary>
public abstract record SeparableConvolution : WeightedLayer
{
    /// <summary>Number of output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Channels between the two convolutions per input channel.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>Treatment of the border.</summary>
    public BorderMode Padding { get; init; }

    /// <summary>What <see cref="BorderMode.Same"/> pads the quantized input with.</summary>
    public float PadValues { get; init; }

    /// <summary>Quantizes the depthwise kernel; null for the identity.</summary>
    public Quantizer? DepthwiseQuantizer { get; init; }

    /// <summary>Quantizes the kernel that mixes channels; null for the identity.</summary>
    public Quantizer? PointwiseQuantizer { get; init; }

    private protected override Shape BiasShape(Shape input) => [Filters];
}
