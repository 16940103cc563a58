using CsCheck;
using OneBit.Tensors;
using Xunit;
using static OneBit.IR.Tests.Rewriting.BinaryForm;

namespace OneBit.IR.Tests.Rewriting;

/// <summary>Volumes, transposed convolutions, locally connected layers and padded rows in their binary form against the plain loops: random sizes, equal number by number.</summary>
public sealed class BinaryFormTests
{
    private const string Seed = "0000KOIPe036";

    private static readonly Gen<int> Seeds = Gen.Int[0, 1 << 20], Channels = Gen.Int[0, 4].Select(i => new[] { 1, 3, 5, 32, 33 }[i]);

    private static readonly Gen<Levels> AnyLevels = Gen.Int[0, 3].Select(i => (Levels)i);

    [Fact]
    public void A_volume_is_images() => Gen.Select(
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[1, 2], Channels),
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 2], Gen.Int[1, 4]),
        Gen.Int[1, 3].Array[3],
        Gen.Int[1, 2].Array[3],
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2].Array[6], Gen.Int[-1, 1]),
        AnyLevels,
        Seeds).Sample(
            (size, filter, stride, dilation, border, levels, seed) =>
            {
                (int depth, int height, int width, int batch, int channels) = size;
                (int taps, int rows, int columns, int outputs) = filter;
                (int mode, int[] pads, int value) = border;
                var form = new BinaryForm(seed, [batch, depth, height, width, channels], levels);
                bool isPadded = mode >= 2;
                bool isLevel = value >= 0 || levels is Levels.Bipolar or Levels.ThresholdPerChannel;
                int[] reach = [depth, height, width], window = [taps, rows, columns];
                int[] padded = [.. reach.Select((n, i) => n + (isPadded ? pads[2 * i] + pads[(2 * i) + 1] : 0))];
                bool fits = mode == 0 || Enumerable.Range(0, 3).All(i => padded[i] >= Windows.EffectiveFilter(window[i], dilation[i]));
                if (!isLevel || !fits)
                    return;
                Value x = isPadded ? form.Emit(new Pad(), form.Quantized, form.Ints([5, 2], [0, 0, .. pads, 0, 0]), form.Emit(new Constant { Value = Literal.Scalar((float)value) })) : form.Quantized;
                var conv = new Conv3D { Stride = [.. stride], Dilation = [.. dilation], Padding = mode == 0 ? Padding.Same : Padding.Valid, Activation = seed % 2 == 0 ? Activation.Relu6 : Activation.None };
                Value y = form.Emit(conv, x, form.Kernel([taps, rows, columns, channels, outputs], i => i % outputs), seed % 3 == 0 ? null : form.Bias([outputs]));
                form.Check(seed % 5 < 2 ? form.Behind(y) : y);
            },
            iter: 1000,
            seed: Seed);

    [Fact]
    public void A_transposed_convolution_is_phases() => Gen.Select(
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[1, 2], Channels),
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[1, 4]),
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4]),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3]),
        Gen.Bool,
        AnyLevels,
        Seeds).Sample(
            (size, filter, stride, extra, isSame, levels, seed) =>
            {
                (int height, int width, int batch, int channels) = size;
                var padding = isSame ? Padding.Same : Padding.Valid;
                int tall = Output(height, filter.Item1, stride.Item1, extra.Item1, padding), wide = Output(width, filter.Item2, stride.Item2, extra.Item2, padding);
                if (tall < 1 || wide < 1)
                    return;
                var form = new BinaryForm(seed, [batch, height, width, channels], levels);
                Value w = form.Kernel([filter.Item3, filter.Item1, filter.Item2, channels], i => i / (filter.Item1 * filter.Item2 * channels));
                var conv = new TransposeConv { Stride = new(stride.Item1, stride.Item2), Padding = padding, Activation = seed % 2 == 0 ? Activation.Relu : Activation.None };
                Value y = form.Emit(conv, form.Ints([4], batch, tall, wide, filter.Item3), w, form.Quantized, seed % 3 == 0 ? null : form.Bias([filter.Item3]));
                form.Check(seed % 5 < 2 ? form.Behind(y) : y);
            },
            iter: 1000,
            seed: Seed);

    [Fact]
    public void A_locally_connected_layer_is_groups() => Gen.Select(
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[1, 2], Channels),
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 4]),
        Gen.Select(Gen.Int[1, 2], Gen.Int[1, 2]),
        AnyLevels,
        Seeds).Sample(
            (size, filter, stride, levels, seed) =>
            {
                (int height, int width, int batch, int channels) = size;
                (int rows, int columns, int outputs) = filter;
                int tall = Windows.OutputSize(height, rows, stride.Item1, 1, Padding.Valid), wide = Windows.OutputSize(width, columns, stride.Item2, 1, Padding.Valid);
                if (tall < 1 || wide < 1 || rows * columns * channels == 1)
                    return;
                var form = new BinaryForm(seed, [batch, height, width, channels], levels);
                int pixels = tall * wide, length = rows * columns * channels;
                int[] indices =
                [
                    .. from i in Enumerable.Range(0, tall)
                       from j in Enumerable.Range(0, wide)
                       from u in Enumerable.Range(0, rows)
                       from v in Enumerable.Range(0, columns)
                       from c in Enumerable.Range(0, channels)
                       select (((((i * stride.Item1) + u) * width) + (j * stride.Item2) + v) * channels) + c,
                ];
                Value flat = form.Emit(new Reshape(), form.Quantized, form.Ints([2], batch, height * width * channels));
                Value product = form.Emit(new BatchMatMul(), form.Emit(new Gather { Axis = 1 }, flat, form.Ints([pixels, 1, length], indices)), form.Kernel([pixels, length, outputs], i => (i / (length * outputs) * outputs) + (i % outputs)));
                Value image = form.Emit(new Reshape(), product, form.Ints([4], batch, tall, wide, outputs));
                Value y = form.Emit(new Binary { Kind = BinaryKind.Add }, image, form.Bias([tall, wide, outputs]));
                form.Check(seed % 5 < 2 ? form.Behind(y) : y);
            },
            iter: 500,
            seed: Seed);

    [Fact]
    public void A_padded_row_is_a_padded_image() => Gen.Select(Gen.Int[1, 8], Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3]), Gen.Int[1, 3], Gen.Int[1, 2], Channels, AnyLevels, Seeds).Sample(
        (length, pads, taps, stride, channels, levels, seed) =>
        {
            if (length + pads.Item1 + pads.Item2 < taps)
                return;
            var form = new BinaryForm(seed, [2, length, channels], levels);
            float value = seed % 2;
            Value padded = form.Emit(new Pad(), form.Quantized, form.Ints([3, 2], 0, 0, pads.Item1, pads.Item2, 0, 0), form.Emit(new Constant { Value = Literal.Scalar(value) }));
            Value image = form.Emit(new ExpandDims(), padded, form.Ints([], 1));
            form.Check(form.Emit(new Conv2D { Stride = new(1, stride), Padding = Padding.Valid }, image, form.Kernel([3, 1, taps, channels], i => i / (taps * channels))));
        },
        iter: 500,
        seed: Seed);

    // A size whose convolution leads back to the input's.
    private static int Output(int input, int filter, int stride, int extra, Padding padding)
    {
        int output = ((input - 1) * stride) + (padding == Padding.Same ? 1 : filter) + (extra % stride);
        return Windows.OutputSize(output, filter, stride, 1, padding) == input ? output : 0;
    }
}
