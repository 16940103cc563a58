using OneBit.IR;

namespace OneBit.Layers;

/// <summary>Rows of layers with kernels. A <c>Quant…</c> class has the row of the plain one: without quantizers in the configuration they are the same.</summary>
internal static class WeightedRows
{
    public static IEnumerable<KeyValuePair<string, Func<LayerConfig, Layer>>> All { get; } =
    [
        .. Both("Dense", Dense),
        .. Both("Conv1D", Conv1D),
        .. Both("Conv2D", Conv2D),
        .. Both("Conv3D", Conv3D),
        .. Both("DepthwiseConv2D", DepthwiseConv2D),
        new("DepthwiseConv1D", DepthwiseConv1D),
        .. Both("SeparableConv1D", SeparableConv1D),
        .. Both("SeparableConv2D", SeparableConv2D),
        .. Both("Conv2DTranspose", Conv2DTranspose),
        .. Both("Conv3DTranspose", Conv3DTranspose),
        .. Both("LocallyConnected1D", LocallyConnected1D),
        .. Both("LocallyConnected2D", LocallyConnected2D),
        new("Convolution1D", Conv1D),
        new("Convolution2D", Conv2D),
        new("Convolution3D", Conv3D),
        new("SeparableConvolution1D", SeparableConv1D),
        new("SeparableConvolution2D", SeparableConv2D),
        new("Convolution2DTranspose", Conv2DTranspose),
        new("Convolution3DTranspose", Conv3DTranspose),
    ];

    private static KeyValuePair<string, Func<LayerConfig, Layer>>[] Both(string name, Func<LayerConfig, WeightedLayer> create) =>
        [new(name, create), new("Quant" + name, create)];

    private static WeightedLayer Dense(LayerConfig c) => Common(c, new Dense { Units = c.Count("units"), KernelQuantizer = c.Quantizer("kernel_quantizer") });

    private static WeightedLayer Conv1D(LayerConfig c) => Convolution(c, c.Border(), new Conv1D
    {
        Filters = c.Count("filters"),
        KernelSize = c.Length("kernel_size"),
        Strides = c.Length("strides", 1),
        Dilation = c.Length("dilation_rate", 1),
    });

    private static WeightedLayer Conv2D(LayerConfig c) => Convolution(c, ImageBorder(c), new Conv2D
    {
        Filters = c.Count("filters"),
        KernelSize = c.Size("kernel_size"),
        Strides = c.Size("strides", Size2D.One),
        Dilation = c.Size("dilation_rate", Size2D.One),
    });

    private static WeightedLayer Conv3D(LayerConfig c) => Convolution(c, ImageBorder(c), new Conv3D
    {
        Filters = c.Count("filters"),
        KernelSize = c.Volume("kernel_size"),
        Strides = c.Volume("strides", Size3D.One),
        Dilation = c.Volume("dilation_rate", Size3D.One),
    });

    private static WeightedLayer DepthwiseConv1D(LayerConfig c) => Common(c, new DepthwiseConv1D
    {
        KernelSize = c.Length("kernel_size"),
        Strides = c.Length("strides", 1),
        Dilation = c.Length("dilation_rate", 1),
        DepthMultiplier = c.Count("depth_multiplier", 1),
        Padding = c.Border(),
    });

    private static WeightedLayer DepthwiseConv2D(LayerConfig c) => Common(c, new DepthwiseConv2D
    {
        KernelSize = c.Size("kernel_size"),
        Strides = c.Size("strides", Size2D.One),
        Dilation = c.Size("dilation_rate", Size2D.One),
        DepthMultiplier = c.Count("depth_multiplier", 1),
        Padding = ImageBorder(c),
        PadValues = PadValues(c),
        DepthwiseQuantizer = c.Quantizer("depthwise_quantizer"),
    });

    private static WeightedLayer SeparableConv1D(LayerConfig c) => Separable(c, c.Border(), new SeparableConv1D
    {
        Filters = c.Count("filters"),
        KernelSize = c.Length("kernel_size"),
        Strides = c.Length("strides", 1),
        Dilation = c.Length("dilation_rate", 1),
    });

    private static WeightedLayer SeparableConv2D(LayerConfig c) => Separable(c, ImageBorder(c), new SeparableConv2D
    {
        Filters = c.Count("filters"),
        KernelSize = c.Size("kernel_size"),
        Strides = c.Size("strides", Size2D.One),
        Dilation = c.Size("dilation_rate", Size2D.One),
    });

    private static WeightedLayer Conv2DTranspose(LayerConfig c)
    {
        if (c.Count("groups", 1) != 1)
            throw c.Unsupported("groups");
        return Common(c, new Conv2DTranspose
        {
            Filters = c.Count("filters"),
            KernelSize = c.Size("kernel_size"),
            Strides = c.Size("strides", Size2D.One),
            Dilation = c.Size("dilation_rate", Size2D.One),
            Padding = ImageBorder(c),
            OutputPadding = OutputPadding(c),
            KernelQuantizer = c.Quantizer("kernel_quantizer"),
        });
    }

    private static WeightedLayer Conv3DTranspose(LayerConfig c)
    {
        if (c.Count("groups", 1) != 1)
            throw c.Unsupported("groups");
        if (c.Volume("dilation_rate", Size3D.One) != Size3D.One)
            throw c.Unsupported("dilation_rate");
        return Common(c, new Conv3DTranspose
        {
            Filters = c.Count("filters"),
            KernelSize = c.Volume("kernel_size"),
            Strides = c.Volume("strides", Size3D.One),
            Padding = ImageBorder(c),
            OutputPadding = c.Ints("output_padding") switch
            {
                [] => null,
                [var all] => new(all, all, all),
                [var depth, var height, var width] => new(depth, height, width),
                _ => throw c.Wrong("output_padding", "three integers"),
            },
            KernelQuantizer = c.Quantizer("kernel_quantizer"),
        });
    }

    private static WeightedLayer LocallyConnected1D(LayerConfig c)
    {
        FirstImplementation(c);
        return Common(c, new LocallyConnected1D
        {
            Filters = c.Count("filters"),
            KernelSize = c.Length("kernel_size"),
            Strides = c.Length("strides", 1),
            KernelQuantizer = c.Quantizer("kernel_quantizer"),
        });
    }

    private static WeightedLayer LocallyConnected2D(LayerConfig c)
    {
        FirstImplementation(c);
        return Common(c, new LocallyConnected2D
        {
            Filters = c.Count("filters"),
            KernelSize = c.Size("kernel_size"),
            Strides = c.Size("strides", Size2D.One),
            KernelQuantizer = c.Quantizer("kernel_quantizer"),
        });
    }

    private static WeightedLayer Convolution(LayerConfig c, BorderMode border, Convolution layer) => Common(c, layer with
    {
        Groups = c.Count("groups", 1),
        Padding = border,
        PadValues = PadValues(c),
        KernelQuantizer = c.Quantizer("kernel_quantizer"),
    });

    private static WeightedLayer Separable(LayerConfig c, BorderMode border, SeparableConvolution layer) => Common(c, layer with
    {
        DepthMultiplier = c.Count("depth_multiplier", 1),
        Padding = border,
        PadValues = PadValues(c),
        DepthwiseQuantizer = c.Quantizer("depthwise_quantizer"),
        PointwiseQuantizer = c.Quantizer("pointwise_quantizer"),
    });

    private static WeightedLayer Common(LayerConfig c, WeightedLayer layer)
    {
        c.ChannelsLast();
        return layer with
        {
            Name = c.Layer,
            InputQuantizer = c.Quantizer("input_quantizer"),
            UseBias = c.Bool("use_bias", true),
            Activation = c.Activation(),
        };
    }

    private static BorderMode ImageBorder(LayerConfig c) => c.Border() is var border && border != BorderMode.Causal ? border : throw c.Wrong("padding", "\"valid\" or \"same\"");

    private static float PadValues(LayerConfig c)
    {
        float value = c.Float("pad_values", 0);
        return value == 0 || c.Border() != BorderMode.Causal ? value : throw c.Wrong("pad_values", "0, as padding is causal");
    }

    private static Size2D? OutputPadding(LayerConfig c) => c.Ints("output_padding") switch
    {
        [] => null,
        [var both] => new(both, both),
        [var height, var width] => new(height, width),
        _ => throw c.Wrong("output_padding", "two integers"),
    };

    private static void FirstImplementation(LayerConfig c)
    {
        if (c.Int("implementation", 1) != 1)
            throw c.Unsupported("implementation");
        if (c.Border() != BorderMode.Valid)
            throw c.Unsupported("padding");
    }
}
