using OneBit.IR;
using OneBit.Reference;
using OneBit.Tensors;

namespace OneBit.Layers.Tests;

/// <summary>Layers emitted for inputs of which only rank and channels are known give what they give for known ones.</summary>
public sealed class UnknownSizeTests
{
    private static readonly Dictionary<string, Layer> Images = new(StringComparer.Ordinal)
    {
        ["Conv2D same"] = new Conv2D { Filters = 2, KernelSize = new(3, 3), Strides = new(2, 2), Padding = BorderMode.Same, UseBias = false },
        ["Conv2D padded by one"] = new Conv2D { Filters = 2, KernelSize = new(3, 2), Padding = BorderMode.Same, PadValues = 1, UseBias = false },
        ["DepthwiseConv2D"] = new DepthwiseConv2D { KernelSize = new(3, 3), Padding = BorderMode.Same, UseBias = false },
        ["SeparableConv2D"] = new SeparableConv2D { Filters = 3, KernelSize = new(3, 3), UseBias = false },
        ["Dense"] = new Dense { Units = 3, UseBias = false },
        ["BatchNormalization"] = new BatchNormalization { Scale = false, Center = false },
        ["MaxPooling2D"] = new Pooling2D(PoolKind.Max),
        ["AveragePooling2D"] = new Pooling2D(PoolKind.Average) { Padding = BorderMode.Same },
        ["GlobalAveragePooling2D"] = new GlobalPooling(PoolKind.Average, 2),
        ["UpSampling2D"] = new UpSampling2D { Size = new(2, 3) },
        ["UpSampling2D bilinear"] = new UpSampling2D { Bilinear = true },
        ["ZeroPadding2D"] = new ZeroPadding([(1, 2), (0, 1)]),
        ["Cropping2D"] = new Cropping([(1, 0), (1, 2)]),
        ["ChannelShuffle"] = new ChannelShuffle(2),
        ["Flatten"] = new Flatten(),
        ["Softmax"] = new Softmax(1),
        ["PReLU"] = new PReLU { SharedAxes = [1, 2] },
        ["Permute"] = new Permute([3, 1, 2]),
    };

    public static TheoryData<string> Names => [.. Images.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_of_images_needs_no_more_than_the_channels(string name)
    {
        Layer layer = Images[name];
        Shape shape = [2, 6, 5, 4];
        Literal x = Literal.Of<float>(shape, [.. Enumerable.Range(0, 240).Select(i => (float)((i * 7 % 11) - 5))]);
        float[][] weights = [.. layer.Weights([shape]).Select(w => Enumerable.Range(0, checked((int)w.Shape.ElementCount)).Select(i => (float)(i % 3)).ToArray())];
        Literal known = Evaluate.Layer(layer, [shape], [x], weights);
        Literal unknown = Evaluate.Layer(layer, [[Shape.Unknown, Shape.Unknown, Shape.Unknown, 4]], [x], weights);
        Assert.Equal(known.Type.Shape, unknown.Type.Shape);
        Assert.Equal(Evaluate.Floats(known), Evaluate.Floats(unknown));
    }

    [Fact]
    public void An_unknown_batch_leaves_the_rest_of_every_result_known()
    {
        Layer[] layers = [.. Images.Values, new Conv2DTranspose { Filters = 2, KernelSize = new(3, 3), Strides = new(2, 2) }, new ReshapeLayer([5, -1]), new LocallyConnected2D { Filters = 2, KernelSize = new(2, 2) }];
        foreach (Layer layer in layers)
        {
            var graph = new Graph();
            Shape declared = [Shape.Unknown, 6, 5, 4];
            Value x = graph.AddInput(new TensorType(DType.Float32, declared));
            Value[] weights = [.. layer.Weights([declared]).Select(w => graph.Emit(Literal.Of<float>(w.Shape, new float[w.Shape.ElementCount])))];
            Value y = layer.Emit(graph, [x], weights)[0];
            Assert.Equal(Shape.Unknown, y.Type.Shape[0]);
            Assert.True(y.Type.Shape.With(0, 1).IsStatic, $"{layer} gives {y.Type}");
        }
    }

    [Fact]
    public void A_transposed_convolution_reads_its_batch_when_it_runs()
    {
        var layer = new Conv2DTranspose { Filters = 1, KernelSize = new(2, 2), Strides = new(2, 2), UseBias = false };
        Literal y = Evaluate.Layer(layer, [Literal.Of<float>([2, 1, 2, 1], [1, 2, 3, 4])], [1, 10, 100, 1000]);
        Assert.Equal<Shape>([2, 2, 4, 1], y.Type.Shape);
        Assert.Equal([1, 10, 2, 20, 100, 1000, 200, 2000, 3, 30, 4, 40, 300, 3000, 400, 4000], Evaluate.Floats(y));
    }
}
