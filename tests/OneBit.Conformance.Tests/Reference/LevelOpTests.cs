using CsCheck;
using OneBit.IR;
using OneBit.Tensors;
using OneBit.Testing;
using static OneBit.Conformance.Reference.Evaluation;

namespace OneBit.Conformance.Reference;

/// <summary>Quantizers, batch norms (F10), packed levels and planes (F12), and the convolution over levels (F11).</summary>
public sealed class LevelOpTests
{
    private static readonly float[] Edges = [MathF.BitDecrement(0.5f), 0.5f, float.NaN, float.NegativeInfinity, float.PositiveInfinity, -0f];

    [Theory]
    [InlineData(NanRule.Nan, float.NaN)]
    [InlineData(NanRule.Below, 2f)]
    [InlineData(NanRule.Above, -3f)]
    public void Two_levels_are_high_from_the_threshold_on(NanRule rule, float ofNan)
    {
        Literal y = Of(new TwoLevelQuantize { Nan = rule }, Literal.Vector(Edges), Literal.Scalar(0.5f), Literal.Scalar(2f), Literal.Scalar(-3f));
        Assert.Equal([2f, -3f, ofNan, 2f, -3f, 2f], y.Values<float>().ToArray());
    }

    [Fact]
    public void Thresholds_and_levels_may_run_along_the_channels()
    {
        Literal y = Of(new TwoLevelQuantize(), Literal.Of<float>([2, 2], [1, 1, 3, 3]), Literal.Vector(2f, 1f), Literal.Vector(0f, 10f), Literal.Scalar(7f));
        Assert.Equal([0f, 7f, 7f, 7f], y.Values<float>().ToArray());
    }

    [Theory]
    [InlineData(NanRule.Nan, float.NaN)]
    [InlineData(NanRule.Below, 10f)]
    [InlineData(NanRule.Above, 13f)]
    public void Multiple_levels_count_edges(NanRule rule, float ofNan)
    {
        Literal x = Literal.Vector(-1f, 0f, 0.9f, 1f, float.PositiveInfinity, float.NaN);
        Literal y = Of(new MultiLevelQuantize { Nan = rule }, x, Literal.Vector(0f, 1f, 1f), Literal.Vector(10f, 11f, 12f, 13f));
        Assert.Equal([10f, 11f, 11f, 13f, 13f, ofNan], y.Values<float>().ToArray());
    }

    [Fact]
    public void The_grid_of_fake_quantization_is_TensorFlow_s()
    {
        Shared.Require();
        NumpyArray golden = NumpyArray.Load(Shared.Path("golden", "convert", "int8_asymmetric_range", "keras_out_0.npy"));
        float[] values = [.. golden.ToDoubles().Select(v => (float)v)];
        Literal again = Of(new FakeQuantize { Min = -1, Max = 3 }, Literal.Vector(values));
        Assert.Equal(values, again.Values<float>().ToArray());
        Assert.True(values.Distinct().Count() > 100);
    }

    [Fact]
    public void Fake_quantization_clamps_and_keeps_nan_and_zero()
    {
        Literal y = Of(new FakeQuantize { Min = -0.5f, Max = 1, Bits = 2, NarrowRange = true }, Literal.Vector(-9f, 0f, 0.2f, 0.6f, 9f, float.NaN));
        Assert.Equal([-0.75f, 0f, 0f, 0.75f, 0.75f, float.NaN], y.Values<float>().ToArray());
    }

    [Fact]
    public void A_batch_norm_rounds_in_the_order_of_its_form()
    {
        Literal x = Literal.Of<float>([2, 1], [3.3f, 0.7f]);
        Literal[] constants = [Literal.Vector(3.3f), Literal.Vector(0.31f), Literal.Vector(1.7f), Literal.Vector(0.1f)];
        float g = (float)(1 / Math.Sqrt((double)(0.31f + 1e-3f))) * 1.7f;
        Assert.Equal([0.1f, ((0.7f - 3.3f) * g) + 0.1f], Of(new BatchNorm(), [x, .. constants]).Values<float>().ToArray());
        float offset = 0.1f - (3.3f * g);
        Assert.Equal([(3.3f * g) + offset, (0.7f * g) + offset], Of(new BatchNorm { Form = BatchNormForm.Folded }, [x, .. constants]).Values<float>().ToArray());
        Assert.Equal([0f], Of(new BatchNorm(), Literal.Vector(-0f), Literal.Vector(0f), Literal.Vector(1f), null, null).Values<float>().ToArray());
    }

    [Theory]
    [InlineData(true, 0b101000u)]
    [InlineData(false, 0b111000u)]
    public void Levels_pack_as_bit_0_between_their_bounds(bool nanIsUpper, uint expected)
    {
        Literal x = Literal.Vector(0.5f, 1f, 2f, MathF.BitDecrement(0.5f), float.NaN, MathF.BitIncrement(2f));
        Assert.Equal([expected], Of(new PackLevels { NanIsUpper = nanIsUpper }, x, Literal.Scalar(0.5f), Literal.Scalar(2f)).Values<uint>().ToArray());
    }

    [Fact]
    public void Planes_hold_the_bits_of_the_code()
    {
        Literal x = Literal.Vector(-1f, 0f, 1f, 2f, float.NaN);
        Literal planes = Of(new PackPlanes { Planes = 3 }, x, Literal.Vector(0f, 1f, 2f));
        Assert.Equal([3, 5], planes.Type.Shape);
        // codes 0 1 2 3 3; a 1 is bit 0
        Assert.Equal([0b00101u, 0b00011u, 0b11111u], planes.Values<uint>().ToArray());
        Assert.Equal([0b10101u, 0b10011u, 0b11111u], Of(new PackPlanes { Planes = 3, NanIsUpper = false }, x, Literal.Vector(0f, 1f, 2f)).Values<uint>().ToArray());
    }

    // e of any levels is a float convolution of the integers, padded with the pad value: these sums are exact in float64.
    [Fact]
    public void A_convolution_over_levels_is_one_of_padded_integers() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 40], Gen.Int[0, 2].Array[4], Gen.Int[-3, 3], Gen.Int[0, 3], Gen.Int[0, 1 << 20]).Sample(
            (size, taps, groups, depth, pads, padValue, planes, seed) =>
            {
                var random = new Random(seed);
                int zero = planes == 0 ? 0 : random.Next(-2, 3), stride = random.Next(1, 3), dilation = random.Next(1, 3), channels = groups * depth;
                if (size + Math.Min(pads[0] + pads[1], pads[2] + pads[3]) < ((taps - 1) * dilation) + 1)
                    return;
                Shape shape = [2, size, size, channels];
                float[] codes = [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => planes == 0 ? (random.Next(2) * 2f) - 1 : random.Next(1 << planes))];
                Literal packed = planes == 0
                    ? Of(new PackLevels(), Literal.Of<float>(shape, codes), Literal.Scalar(0f))
                    : Of(new PackPlanes { Planes = planes }, Literal.Of<float>(shape, codes), Literal.Vector<float>([.. Enumerable.Range(1, (1 << planes) - 1).Select(i => (float)i)]));
                float[] signs = [.. Enumerable.Range(0, 2 * groups * taps * taps * depth).Select(_ => (random.Next(2) * 2f) - 1)];
                Shape filter = [2 * groups, taps, taps, depth];
                var op = new LevelConv2D
                {
                    Stride = new(stride, stride),
                    Dilation = new(dilation, dilation),
                    Pads = [.. pads],
                    PadValue = padValue,
                    Zero = zero,
                    Levels = planes == 0 ? InputLevels.Bipolar : InputLevels.Unipolar,
                };
                Literal padded = Of(
                    new Pad(),
                    Literal.Of<float>(shape, [.. codes.Select(code => code - zero)]),
                    Literal.Of<int>([4, 2], [0, 0, pads[0], pads[1], pads[2], pads[3], 0, 0]),
                    Literal.Scalar((float)padValue));
                Literal expected = Of(new Conv2D { Stride = op.Stride, Dilation = op.Dilation, Padding = Padding.Valid }, padded, Literal.Of<float>(filter, signs), null);
                Literal actual = Of(op, packed, Bits(filter, signs));
                Assert.Equal(expected.Type, actual.Type);
                Assert.Equal(expected.Values<float>().ToArray(), actual.Values<float>().ToArray());
            },
            iter: 300,
            seed: "0000KOIPe036");

    [Fact]
    public void The_transform_goes_step_by_step()
    {
        // e = 3 − 1 = 2 of channel 0, −2 of channel 1
        Literal[] convolved = [Bits([1, 1, 1, 4], 1, 1, 1, -1), Bits([2, 1, 1, 4], 1, 1, 1, 1, -1, -1, -1, -1)];
        Literal y = Of(
            new LevelConv2D(),
            [.. convolved, Literal.Scalar(0.5f), Literal.Scalar(-1f), Literal.Scalar(2f), Literal.Vector(1f, 0f), Literal.Vector(3f, -4f), Literal.Scalar(0.25f), Literal.Scalar(3.5f), Literal.Vector(3f, 9f)]);
        // min(max(3·(2 − 1) + 0.25, 3.5), 3) and min(max(−4·(−1 − 0) + 0.25, 3.5), 9)
        Assert.Equal([3f, 4.25f], y.Values<float>().ToArray());
        Assert.Equal([float.NaN, -0f], Of(new LevelConv2D(), [.. convolved, null, Literal.Vector(float.NaN, -0f), Literal.Vector(1f, 0f)]).Values<float>().ToArray());
    }

    [Fact]
    public void Int8_results_saturate_and_round_by_their_ties()
    {
        Literal[] convolved = [Bits([1, 1, 1, 3], 1, 1, 1), Bits([4, 1, 1, 3], 1, 1, 1, 1, 1, -1, -1, -1, 1, -1, -1, -1), null!, null!, null!, null!, Literal.Vector(1f, 1f, 1000f, float.NaN)];
        Assert.Equal([3, 2, -128, 1], Of(new LevelConv2D { Output = DType.Int8 }, new Quantization(2, 1), convolved).Values<sbyte>().ToArray());
        Assert.Equal([3, 1, -128, 1], Of(new LevelConv2D { Output = DType.Int8, Ties = Ties.ToEven }, new Quantization(2, 1), convolved).Values<sbyte>().ToArray());
    }

    [Fact]
    public void Packed_results_are_0_between_least_and_most()
    {
        Literal[] convolved = [Bits([1, 1, 1, 3], 1, 1, 1), Bits([4, 1, 1, 3], 1, 1, 1, 1, 1, -1, 1, -1, -1, -1, -1, -1)];
        Literal y = Of(new LevelConv2D { Output = DType.Bits }, [.. convolved, null, null, null, null, null, null, null, null, Literal.Scalar(-1), Literal.Scalar(1)]);
        Assert.Equal([0b1001u], y.Values<uint>().ToArray());
        Assert.Equal([0b1000u], Of(new LevelConv2D { Output = DType.Bits }, [.. convolved, null, null, null, null, null, null, null, null, Literal.Scalar(-1)]).Values<uint>().ToArray());
    }

    [Fact]
    public void Bits_are_joined_and_reshaped_one_by_one()
    {
        Literal a = Bits([2, 3], 1, -1, 1, -1, 1, -1), b = Bits([2, 1], -1, 1);
        Assert.Equal([0b1010u, 0b0101u], Of(new Concat { Axis = 1 }, a, b).Values<uint>().ToArray());
        Assert.Equal([0b10u, 0b10u, 0b10u], Of(new Reshape { Shape = [3, 2] }, a).Values<uint>().ToArray());
        Assert.Equal([0b101010u], Of(new Reshape(), a, Literal.Vector(6)).Values<uint>().ToArray());
    }
}
