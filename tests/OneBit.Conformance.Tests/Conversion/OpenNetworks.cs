using OneBit.IR;
using OneBit.Layers;
using OneBit.Tensors;
using Conv2D = OneBit.Layers.Conv2D;
using DepthwiseConv2D = OneBit.Layers.DepthwiseConv2D;
using Softmax = OneBit.Layers.Softmax;

namespace OneBit.Conformance;

/// <summary>Small networks of images that need no size, as users chain layers: what passes fuse, move and fold between layers.</summary>
internal static class OpenNetworks
{
    /// <summary>The shape of the input, sizes to be replaced.</summary>
    public static Shape Input => [1, 8, 8, 6];

    /// <summary>From the input to the output, by name.</summary>
    public static IReadOnlyDictionary<string, Func<Graph, Value, Value>> All { get; } = new Dictionary<string, Func<Graph, Value, Value>>(StringComparer.Ordinal)
    {
        ["two binary layers, padded by one"] = (g, x) => Binary(g, Binary(g, x, pad: 1), pad: 1),
        ["two binary layers, padded by zero"] = (g, x) => Binary(g, Binary(g, x, pad: 0), pad: 0),
        ["unipolar layers"] = (g, x) => Binary(g, Binary(g, x, pad: 0, new UnipolarSteSign()), pad: 1, new UnipolarSteSign()),
        ["clamps in front of quantizers"] = (g, x) => Binary(g, Of(g, new Elementwise(UnaryKind.Relu6), Binary(g, x, pad: 1)), pad: 1, new SteHeaviside()),
        ["residual"] = (g, x) => Of(g, new Merge(MergeKind.Add), Binary(g, x, pad: 1), x),
        ["concatenated"] = (g, x) => Binary(g, Of(g, new Concatenate(-1), Binary(g, x, pad: 1), x), pad: 1),
        ["pools between"] = (g, x) => Binary(g, Of(g, new Pooling2D(PoolKind.Max) { Padding = BorderMode.Same }, Binary(g, x, pad: 1)), pad: 0),
        ["average pool"] = (g, x) => Of(g, new Pooling2D(PoolKind.Average) { PoolSize = new(3, 3), Strides = new(2, 2), Padding = BorderMode.Same }, Binary(g, x, pad: 1)),
        ["head"] = (g, x) => Of(g, new Softmax(), Of(g, new Dense { Units = 3 }, Of(g, new GlobalPooling(PoolKind.Average, 2), Binary(g, x, pad: 1)))),
        ["binary head"] = (g, x) => Of(g, new Dense { Units = 3, InputQuantizer = new SteSign(), KernelQuantizer = new SteSign() }, Of(g, new GlobalPooling(PoolKind.Max, 2), Binary(g, x, pad: 1))),
        ["float layers"] = (g, x) => Normalized(g, Of(g, new Conv2D { Filters = 6, KernelSize = new(3, 3), Strides = new(2, 2), Padding = BorderMode.Same, Activation = new Elementwise(UnaryKind.Relu) }, x)),
        ["zero padding layer"] = (g, x) => Of(g, new Conv2D { Filters = 4, KernelSize = new(3, 3) }, Of(g, new ZeroPadding([(1, 1), (1, 1)]), Normalized(g, x))),
        ["depthwise"] = (g, x) => Binary(g, Normalized(g, Of(g, new DepthwiseConv2D { KernelSize = new(3, 3), Padding = BorderMode.Same }, x)), pad: 1),
        ["upsampled"] = (g, x) => Binary(g, Of(g, new UpSampling2D { Size = new(2, 2) }, Binary(g, x, pad: 1)), pad: 1),
        ["shuffled channels"] = (g, x) => Binary(g, Of(g, new ChannelShuffle(2), Binary(g, x, pad: 1)), pad: 1),
        ["squeeze and excite"] = (g, x) => SqueezeExcite(g, Binary(g, x, pad: 1)),
        ["prelu"] = (g, x) => Of(g, new PReLU { SharedAxes = [1, 2] }, Binary(g, x, pad: 1)),
        ["cropped"] = (g, x) => Binary(g, Of(g, new Cropping([(1, 0), (0, 1)]), Binary(g, x, pad: 1)), pad: 1),
        ["flat pixels"] = (g, x) => Of(g, new Dense { Units = 3 }, Of(g, new ReshapeLayer([-1, 6]), Binary(g, x, pad: 1))),
    };

    private static Value SqueezeExcite(Graph g, Value x)
    {
        Value mean = Of(g, new GlobalPooling(PoolKind.Average, 2) { KeepDims = true }, x);
        Value gate = Of(g, new Conv2D { Filters = 6, KernelSize = new(1, 1), Activation = new Elementwise(UnaryKind.Logistic) }, mean);
        return Of(g, new Merge(MergeKind.Multiply), x, gate);
    }

    private static Value Binary(Graph g, Value x, float pad, Quantizer? input = null) => Normalized(g, Of(
        g,
        new Conv2D
        {
            Filters = 6,
            KernelSize = new(3, 3),
            Padding = BorderMode.Same,
            PadValues = pad,
            UseBias = false,
            InputQuantizer = input ?? new SteSign(),
            KernelQuantizer = new SteSign(),
        },
        x));

    private static Value Normalized(Graph g, Value x) => LayerKinds.Behind[1].Emit(g, x);

    private static Value Of(Graph g, Layer layer, params IReadOnlyList<Value> inputs)
    {
        Value[] weights = [.. layer.Weights([.. inputs.Select(input => input.Type.Shape)])
            .Select((spec, i) => g.Emit(Literal.Of<float>(spec.Shape, [.. Enumerable.Range(0, (int)spec.Shape.ElementCount).Select(k => MathF.Sin((13 * i) + (2.3f * k)))])))];
        return layer.Emit(g, inputs, weights)[0];
    }
}
