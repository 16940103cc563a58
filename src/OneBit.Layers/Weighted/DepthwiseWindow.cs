using OneBit.IR;

namespace OneBit.Layers;

/// <summary>The depthwise convolution of images that depthwise and separable layers share.</summary>
internal readonly record struct DepthwiseWindow(Size2D Kernel, Size2D Strides, Size2D Dilation, int Multiplier)
{
    /// <summary>Emits it for a kernel [height, width, in, multiplier].</summary>
    public Value Emit(Layer layer, Graph graph, Value x, Value kernel, Value? bias, BorderMode border, float padValue)
    {
        (Value input, Padding padding) = layer.Bordered(
            graph,
            x,
            border,
            padValue,
            new(1, Kernel.Height, Strides.Height, Dilation.Height),
            new(2, Kernel.Width, Strides.Width, Dilation.Width));
        Value filter = graph.Reshape(kernel, 1, Kernel.Height, Kernel.Width, layer.Known(x.Type.Shape, -1) * Multiplier);
        var convolution = new IR.DepthwiseConv2D { Stride = Strides, Dilation = Dilation, Padding = padding, Multiplier = Multiplier };
        return graph.Emit(convolution, input, filter, bias);
    }
}
