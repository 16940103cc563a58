using CsCheck;
using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Conformance.Reference.Evaluation;

namespace OneBit.Conformance.Reference;

/// <summary>Ops on bits.</summary>
public sealed class BinaryOpTests
{
    private static readonly float Epsilon = MathF.ScaleB(1, -126);

    [Fact]
    public void Zeros_subnormals_and_nan_pack_as_plus_one()
    {
        float[] x = [0f, -0f, -1e-40f, float.NaN, -Epsilon, -1, 1, float.NegativeInfinity];
        Assert.Equal([0b1011_0000u], Of(new BinaryQuantize(), Literal.Vector<float>(x)).Values<uint>().ToArray());
    }

    [Fact]
    public void Codes_pack_by_their_zero_point() =>
        Assert.Equal([0b011u], Of(new BinaryQuantize(), Codes(0.1f, 5, -128, 4, 5)).Values<uint>().ToArray());

    [Fact]
    public void Codes_of_plus_and_minus_one_saturate()
    {
        Literal codes = Of(new BinaryDequantize { Output = DType.Int8 }, new Quantization(1 / 200f, 0), Bits([2], 1, -1));
        Assert.Equal([127, -128], codes.Values<sbyte>().ToArray());
    }

    [Fact]
    public void Words_lose_the_bits_behind_the_last_channel() =>
        Assert.Equal([0b11111u], Of(new WordsToBits { Channels = 5 }, Literal.Of<int>([1], [-1])).Values<uint>().ToArray());

    [Fact]
    public void Maximum_of_signs_ignores_padding()
    {
        Literal pooled = Of(new BinaryMaxPool2D { Filter = new(2, 2), Stride = new(2, 2), Padding = Padding.Same }, Bits([1, 1, 3, 1], -1, 1, -1));
        Assert.Equal([0u, 1u], pooled.Values<uint>().ToArray());
    }

    [Fact]
    public void Clamp_comes_before_multiplier_and_bias()
    {
        var op = new BinaryConv2D { Activation = Activation.Relu };
        Literal y = Of(op, Bits([1, 1, 2, 3], 1, 1, 1, -1, -1, -1), Bits([1, 1, 1, 3], 1, 1, 1), Literal.Vector(-2f), Literal.Vector(10f), null);
        Assert.Equal([4f, 10f], y.Values<float>().ToArray());
    }

    [Fact]
    public void Packed_output_is_strictly_above_the_threshold_and_ignores_the_activation()
    {
        var op = new BinaryConv2D { Activation = Activation.Relu, Output = DType.Bits };
        Literal y = Of(op, Bits([1, 1, 2, 3], 1, 1, -1, 1, -1, -1), Bits([1, 1, 1, 3], 1, 1, 1), null, null, Literal.Vector(1));
        Assert.Equal([0u, 1u], y.Values<uint>().ToArray());
    }

    [Fact]
    public void Int8_output_rounds_half_away_from_zero_and_saturates()
    {
        var op = new BinaryConv2D { Output = DType.Int8 };
        float[] signs = [1, 1, 1, -1, -1, -1];
        Literal y = Of(op, new Quantization(2, 0), Bits([1, 1, 2, 3], signs), Bits([2, 1, 1, 3], 1, 1, 1, 1, 1, 1), Literal.Vector(1f, 100f), Literal.Vector(0f, 0f), null);
        Assert.Equal([2, 127, -2, -128], y.Values<sbyte>().ToArray());
    }

    [Fact]
    public void Convolution_is_the_sum_of_products_of_signs_whatever_the_padding() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[1, 40], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 2], Gen.Int[0, 1]).SelectMany(
            (height, width, channels, taps, outputs, stride, pad) => Gen.Select(Signs(height * width * channels), Signs(outputs * taps * taps * channels))
                .Select((x, w) => (Input: Shape.Create([1, height, width, channels]), Filter: Shape.Create([outputs, taps, taps, channels]), Stride: stride, Pad: pad, X: x, W: w)))
        .Sample(
            c =>
            {
                Literal ones = Literal.Vector<float>([.. Enumerable.Repeat(1f, c.Filter[0])]), zeros = Literal.Vector<float>(new float[c.Filter[0]]);
                var op = new BinaryConv2D { Stride = new(c.Stride, c.Stride), PadValues = c.Pad };
                float[] actual = Of(op, Bits(c.Input, c.X), Bits(c.Filter, c.W), ones, zeros, null).Values<float>().ToArray();
                Assert.Equal(SumOfProducts(c.Input, c.Filter, c.Stride, c.Pad, c.X, c.W), actual);
            },
            iter: 200,
            seed: "0000KOIPe036");

    private static Gen<float[]> Signs(int count) => Gen.Bool.Select(b => b ? 1f : -1f).Array[count];

    private static float[] SumOfProducts(Shape input, Shape filter, int stride, int pad, float[] x, float[] w)
    {
        (int height, int width, int channels, int taps) = (input[1], input[2], input[3], filter[1]);
        int rows = (height + stride - 1) / stride, columns = (width + stride - 1) / stride;
        int above = Math.Max(0, ((rows - 1) * stride) + taps - height) / 2, left = Math.Max(0, ((columns - 1) * stride) + taps - width) / 2;
        var sums = new List<float>();
        for (int i = 0; i < rows * columns * filter[0]; i++)
        {
            (int o, int column, int row) = (i % filter[0], i / filter[0] % columns, i / filter[0] / columns);
            float sum = 0;
            for (int t = 0; t < taps * taps * channels; t++)
            {
                (int c, int v, int u) = (t % channels, t / channels % taps, t / channels / taps);
                (int y, int z) = ((row * stride) + u - above, (column * stride) + v - left);
                bool inside = y >= 0 && y < height && z >= 0 && z < width;
                sum += w[(o * taps * taps * channels) + t] * (inside ? x[(((y * width) + z) * channels) + c] : pad);
            }
            sums.Add(sum);
        }
        return [.. sums];
    }
}
