using CsCheck;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers.Tests;

/// <summary>Convolutions, in small integers so that every order of summation gives the same, against their definition.</summary>
public sealed class ConvolutionTests
{
    private static readonly Gen<BorderMode> Image = Of(BorderMode.Valid, BorderMode.Same);
    private static readonly Gen<float> Pad = Of(0f, 1f, -1f);

    [Fact]
    public void Conv2D_is_its_definition() =>
        Gen.Select(Size(3), Size(2), Size(2), Image, Pad, Gen.Int[1, 2], Gen.Int).Sample((kernel, stride, dilation, border, pad, groups, seed) =>
        {
            var layer = new Conv2D { Filters = 2 * groups, KernelSize = kernel, Strides = stride, Dilation = dilation, Padding = border, PadValues = pad, Groups = groups };
            Check(layer, new([stride.Height, stride.Width], [dilation.Height, dilation.Width], border, pad, groups), [2, 7, 6, 3 * groups], seed);
        });

    [Fact]
    public void Conv1D_is_its_definition() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 2], Gen.Int[1, 2], Of(BorderMode.Valid, BorderMode.Same, BorderMode.Causal), Pad, Gen.Int).Sample((kernel, stride, dilation, border, pad, seed) =>
        {
            var layer = new Conv1D { Filters = 3, KernelSize = kernel, Strides = stride, Dilation = dilation, Padding = border, PadValues = border == BorderMode.Causal ? 0 : pad };
            Check(layer, new([stride], [dilation], border, pad, 1), [2, 7, 3], seed);
        });

    [Fact]
    public void Conv3D_is_its_definition() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 2], Image, Pad, Gen.Int[1, 3], Gen.Int).Sample((kernel, stride, border, pad, groups, seed) =>
        {
            var layer = new Conv3D { Filters = 2 * groups, KernelSize = new(kernel, 2, 1), Strides = new(stride, 1, 2), Padding = border, PadValues = pad, Groups = groups };
            Check(layer, new([stride, 1, 2], [1, 1, 1], border, pad, groups), [1, 5, 4, 3, 2 * groups], seed);
        });

    [Fact]
    public void DepthwiseConv2D_is_a_convolution_in_as_many_groups_as_channels() =>
        Gen.Select(Size(3), Size(2), Image, Pad, Gen.Int[1, 2], Gen.Int).Sample((kernel, stride, border, pad, multiplier, seed) =>
        {
            var layer = new DepthwiseConv2D { KernelSize = kernel, Strides = stride, Padding = border, PadValues = pad, DepthMultiplier = multiplier };
            // The definition's kernel is [h, w, 1, channels·multiplier], the same numbers in the same order.
            var definition = new PlainConvolution([stride.Height, stride.Width], [1, 1], border, pad, Groups: 3);
            Check(layer, definition, [2, 6, 5, 3], seed, kernel: [kernel.Height, kernel.Width, 1, 3 * multiplier]);
        });

    [Fact]
    public void DepthwiseConv1D_is_a_convolution_in_as_many_groups_as_channels() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 2], Of(BorderMode.Valid, BorderMode.Same, BorderMode.Causal), Gen.Int[1, 2], Gen.Int).Sample((kernel, stride, border, multiplier, seed) =>
        {
            var layer = new DepthwiseConv1D { KernelSize = kernel, Strides = stride, Padding = border, DepthMultiplier = multiplier };
            Check(layer, new PlainConvolution([stride], [1], border, 0, Groups: 3), [2, 7, 3], seed, kernel: [kernel, 1, 3 * multiplier]);
        });

    [Theory]
    [InlineData(BorderMode.Valid, 0)]
    [InlineData(BorderMode.Same, 0)]
    [InlineData(BorderMode.Same, 1)]
    public void Separable_convolutions_are_two_convolutions(BorderMode border, float pad)
    {
        float[] x = Integers(1, 2 * 6 * 5 * 2);
        float[] depthwise = Integers(2, 3 * 3 * 2 * 2);
        float[] pointwise = Integers(3, 4 * 3);
        (Shape between, float[] middle) = new PlainConvolution([2, 2], [1, 1], border, pad, 2).Run([2, 6, 5, 2], x, [3, 3, 1, 4], depthwise, null);
        (Shape shape, float[] expected) = new PlainConvolution([1, 1], [1, 1], BorderMode.Valid, 0, 1).Run(between, middle, [1, 1, 4, 3], pointwise, [1, 2, 3]);
        var layer = new SeparableConv2D { Filters = 3, KernelSize = new(3, 3), Strides = new(2, 2), DepthMultiplier = 2, Padding = border, PadValues = pad };
        Literal actual = Evaluate.Layer(layer, [Literal.Of<float>([2, 6, 5, 2], x)], depthwise, pointwise, [1, 2, 3]);
        Assert.Equal(shape, actual.Type.Shape);
        Assert.Equal(expected, Evaluate.Floats(actual));
    }

    [Theory]
    [InlineData(BorderMode.Valid)]
    [InlineData(BorderMode.Same)]
    [InlineData(BorderMode.Causal)]
    public void Separable_convolutions_of_steps_are_two_convolutions(BorderMode border)
    {
        float[] x = Integers(1, 2 * 6 * 2);
        float[] depthwise = Integers(2, 3 * 2 * 2);
        float[] pointwise = Integers(3, 4 * 3);
        (Shape between, float[] middle) = new PlainConvolution([1], [2], border, 0, 2).Run([2, 6, 2], x, [3, 1, 4], depthwise, null);
        (Shape shape, float[] expected) = new PlainConvolution([1], [1], BorderMode.Valid, 0, 1).Run(between, middle, [1, 4, 3], pointwise, null);
        var layer = new SeparableConv1D { Filters = 3, KernelSize = 3, Dilation = 2, DepthMultiplier = 2, Padding = border, UseBias = false };
        Literal actual = Evaluate.Layer(layer, [Literal.Of<float>([2, 6, 2], x)], depthwise, pointwise);
        Assert.Equal(shape, actual.Type.Shape);
        Assert.Equal(expected, Evaluate.Floats(actual));
    }

    [Fact]
    public void Locally_connected_layers_with_one_kernel_everywhere_are_convolutions()
    {
        float[] x = Integers(1, 2 * 5 * 4 * 2);
        float[] kernel = Integers(2, 3 * 2 * 2 * 3);
        (Shape shape, float[] expected) = new PlainConvolution([2, 1], [1, 1], BorderMode.Valid, 0, 1).Run([2, 5, 4, 2], x, [3, 2, 2, 3], kernel, null);
        var layer = new LocallyConnected2D { Filters = 3, KernelSize = new(3, 2), Strides = new(2, 1) };
        float[] everywhere = [.. Enumerable.Repeat(kernel, 2 * 3).SelectMany(k => k)];
        Literal actual = Evaluate.Layer(layer, [Literal.Of<float>([2, 5, 4, 2], x)], everywhere, new float[2 * 3 * 3]);
        Assert.Equal(shape, actual.Type.Shape);
        Assert.Equal(expected, Evaluate.Floats(actual));
    }

    [Fact]
    public void The_pad_value_is_around_the_quantized_input()
    {
        var layer = new Conv2D { Filters = 1, KernelSize = new(3, 3), Padding = BorderMode.Same, PadValues = 1, UseBias = false, InputQuantizer = new SteSign(), KernelQuantizer = new SteSign() };
        Literal y = Evaluate.Layer(layer, [Literal.Of<float>([1, 1, 1, 1], [-7f])], [.. Enumerable.Repeat(0.25f, 9)]);
        Assert.Equal([7f], Evaluate.Floats(y));
    }

    private static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<Size2D> Size(int most) => Gen.Select(Gen.Int[1, most], Gen.Int[1, most], (height, width) => new Size2D(height, width));

    private static void Check(WeightedLayer layer, PlainConvolution definition, Shape input, int seed, Shape? kernel = null)
    {
        float[] x = Integers(seed, checked((int)input.ElementCount));
        IReadOnlyList<WeightSpec> specs = layer.Weights([input]);
        float[] w = Integers(seed + 1, checked((int)specs[0].Shape.ElementCount));
        float[] bias = Integers(seed + 2, specs[1].Shape[0]);
        (Shape shape, float[] expected) = definition.Run(input, x, kernel ?? specs[0].Shape, w, bias);
        Literal actual = Evaluate.Layer(layer, [Literal.Of<float>(input, x)], w, bias);
        Assert.Equal(shape, actual.Type.Shape);
        Assert.Equal(expected, Evaluate.Floats(actual));
    }

    private static float[] Integers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-3, 4))];
    }
}
