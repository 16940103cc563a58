using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers.Tests;

/// <summary>Small layers on numbers that can be followed by hand.</summary>
public sealed class SimpleLayerTests
{
    private static readonly float[] Line = [-3, -1, 0, 0.5f, 2, 7];

    public static TheoryData<string, Layer, float[]> OfElements { get; } = new()
    {
        { "relu", new ReLU(), [0, 0, 0, 0.5f, 2, 7] },
        { "relu6", new ReLU { MaxValue = 6 }, [0, 0, 0, 0.5f, 2, 6] },
        { "relu up to 1", new ReLU { MaxValue = 1 }, [0, 0, 0, 0.5f, 1, 1] },
        { "relu from 1", new ReLU { Threshold = 1 }, [0, 0, 0, 0, 2, 7] },
        { "leaky", new ReLU { NegativeSlope = 0.5f }, [-1.5f, -0.5f, 0, 0.5f, 2, 7] },
        { "leaky from 1 up to 6", new ReLU { NegativeSlope = 0.5f, Threshold = 1, MaxValue = 6 }, [-2, -1, -0.5f, -0.25f, 2, 6] },
        { "leaky layer", new LeakyReLU(0.25f), [-0.75f, -0.25f, 0, 0.5f, 2, 7] },
        { "thresholded", new ThresholdedReLU(0.5f), [0, 0, 0, 0, 2, 7] },
        { "clip", new Clip(-2, 3), [-2, -1, 0, 0.5f, 2, 3] },
        { "hard sigmoid", new Composed(ComposedFunction.HardSigmoid), [0, 0.3f, 0.5f, 0.6f, 0.9f, 1] },
        { "softsign", new Composed(ComposedFunction.Softsign), [-0.75f, -0.5f, 0, 1f / 3, 2f / 3, 0.875f] },
        { "leaky tanh", new Composed(ComposedFunction.LeakyTanh), [-1.4f, -1, 0, 0.5f, 1.2f, 2.2f] },
        { "rescaling", new Rescaling(2, 1), [-5, -1, 1, 2, 5, 15] },
        { "affine", new Affine(Literal.Scalar(2f), null), [-6, -2, 0, 1, 4, 14] },
        { "identity", new Identity(), Line },
        { "heaviside as a layer", new QuantizerLayer(new SteHeaviside()), [0, 0, 0, 1, 1, 1] },
        { "normalization", new Normalization { Mean = [1], Variance = [4] }, [-2, -1, -0.5f, -0.25f, 0.5f, 3] },
        { "inverted normalization", new Normalization { Mean = [1], Variance = [4], Invert = true }, [-5, -1, 1, 2, 5, 15] },
        { "fake quantizer", new FakeQuantizer(-8, 7, 4), [-3, -1, 0, 1, 2, 7] },
    };

    [Theory]
    [MemberData(nameof(OfElements))]
    public void A_function_of_elements_is_its_formula(string what, Layer layer, float[] expected)
    {
        float[] actual = Evaluate.Floats(Evaluate.Layer(layer, [Literal.Of<float>([6, 1], Line)]));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 2e-7 * Math.Max(1, Math.Abs(expected[i])), $"{what} of {Line[i]} is {actual[i]}, not {expected[i]}");
    }

    [Theory]
    [InlineData(MergeKind.Add, 6f, 8f, 12f)]
    [InlineData(MergeKind.Multiply, 0f, 6f, 48f)]
    [InlineData(MergeKind.Average, 2f, 8f / 3, 4f)]
    [InlineData(MergeKind.Maximum, 5f, 6f, 6f)]
    [InlineData(MergeKind.Minimum, 0f, 1f, 2f)]
    public void A_merge_goes_over_all_inputs(MergeKind kind, float first, float second, float third)
    {
        Literal[] inputs = [Literal.Of<float>([1, 3], [0, 1, 2]), Literal.Of<float>([1, 3], [1, 1, 6]), Literal.Of<float>([1, 3], [5, 6, 4])];
        Assert.Equal([first, second, third], Evaluate.Floats(Evaluate.Layer(new Merge(kind), inputs)));
    }

    [Fact]
    public void An_input_of_lower_rank_is_spread_over_the_image()
    {
        Literal image = Literal.Of<float>([1, 1, 2, 2], [1, 2, 3, 4]);
        Literal channels = Literal.Of<float>([1, 2], [10, 100]);
        Assert.Equal([10, 200, 30, 400], Evaluate.Floats(Evaluate.Layer(new Merge(MergeKind.Multiply), [image, channels])));
    }

    [Fact]
    public void A_batch_normalization_along_another_axis_is_moved_and_moved_back()
    {
        Literal x = Literal.Of<float>([1, 2, 2], [1, 2, 3, 4]);
        var layer = new BatchNormalization { AlongAxis = 1, Epsilon = 0 };
        Literal y = Evaluate.Layer(layer, [x], [1, 2], [10, 20], [1, 3], [1, 4]);
        Assert.Equal([10, 11, 20, 21], Evaluate.Floats(y));
    }

    [Fact]
    public void Keras_lists_the_weights_of_a_batch_normalization_trainable_ones_first() =>
        Assert.Equal(
            ["gamma", "beta", "moving_mean-", "moving_variance-"],
            new BatchNormalization().Weights([[Shape.Unknown, 3]]).Select(w => w.Trainable ? w.Name : w.Name + "-"));

    [Theory]
    [InlineData(4, true, BatchNormForm.Centered)]
    [InlineData(5, true, BatchNormForm.Centered)]
    [InlineData(4, false, BatchNormForm.Folded)]
    [InlineData(2, true, BatchNormForm.Folded)]
    public void The_order_of_roundings_hangs_on_rank_and_Keras(int rank, bool fused, BatchNormForm form)
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, Shape.Create([.. Enumerable.Repeat(2, rank)])));
        Value[] weights = [.. Enumerable.Range(0, 4).Select(_ => graph.Emit(Literal.Vector(1f, 1f)))];
        Value y = new BatchNormalization { Fused = fused }.Emit(graph, [x], weights)[0];
        Assert.Equal(form, Assert.IsType<BatchNorm>(y.Op).Form);
    }

    [Fact]
    public void A_shuffle_swaps_groups_and_members()
    {
        Literal y = Evaluate.Layer(new ChannelShuffle(2), [Literal.Of<float>([1, 1, 1, 6], [0, 1, 2, 3, 4, 5])]);
        Assert.Equal([0, 3, 1, 4, 2, 5], Evaluate.Floats(y));
    }

    [Fact]
    public void Cropping_drops_both_ends()
    {
        Literal y = Evaluate.Layer(new Cropping([(1, 1), (0, 1)]), [Literal.Of<float>([1, 3, 2, 1], [0, 1, 2, 3, 4, 5])]);
        Assert.Equal<Shape>([1, 1, 1, 1], y.Type.Shape);
        Assert.Equal([2], Evaluate.Floats(y));
    }

    [Fact]
    public void Dense_works_on_the_last_of_many_dimensions()
    {
        Literal y = Evaluate.Layer(new Dense { Units = 1 }, [Literal.Of<float>([1, 2, 2], [1, 2, 3, 4])], [10, 100], [1]);
        Assert.Equal<Shape>([1, 2, 1], y.Type.Shape);
        Assert.Equal([211, 431], Evaluate.Floats(y));
    }
}
