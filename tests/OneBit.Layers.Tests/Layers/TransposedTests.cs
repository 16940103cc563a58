using CsCheck;
using OneBit.Tensors;

namespace OneBit.Layers.Tests;

/// <summary>Transposed convolutions of images and volumes, in small integers, against their definition: every input spreads its kernel over the output.</summary>
public sealed class TransposedTests
{
    private static readonly Gen<BorderMode> Borders = Gen.Bool.Select(same => same ? BorderMode.Same : BorderMode.Valid);

    [Fact]
    public void Conv2DTranspose_is_its_definition() =>
        Gen.Select(Gen.Int[1, 4].Array[2], Gen.Int[1, 3].Array[2], Borders, Gen.Int[-1, 1], Gen.Int).Sample((kernel, stride, border, added, seed) =>
        {
            int[]? extra = added < 0 ? null : [.. stride.Select(s => Math.Min(added, s - 1))];
            var layer = new Conv2DTranspose { Filters = 2, KernelSize = new(kernel[0], kernel[1]), Strides = new(stride[0], stride[1]), Padding = border, OutputPadding = extra is null ? null : new(extra[0], extra[1]) };
            Check(layer, [2, 4, 3, 3], kernel, stride, [1, 1], border, extra, seed);
        });

    [Fact]
    public void Conv2DTranspose_with_a_dilation_is_its_definition() =>
        Gen.Select(Gen.Int[1, 3].Array[2], Gen.Int[1, 3].Array[2], Borders, Gen.Int).Sample((kernel, dilation, border, seed) =>
        {
            var layer = new Conv2DTranspose { Filters = 2, KernelSize = new(kernel[0], kernel[1]), Dilation = new(dilation[0], dilation[1]), Padding = border };
            Check(layer, [2, 4, 3, 3], kernel, [1, 1], dilation, border, null, seed);
        });

    [Fact]
    public void Conv3DTranspose_is_its_definition() =>
        Gen.Select(Gen.Int[1, 4].Array[3], Gen.Int[1, 3].Array[3], Borders, Gen.Int[-1, 1], Gen.Int[1, 4], Gen.Int).Sample((kernel, stride, border, added, depth, seed) =>
        {
            int[]? extra = added < 0 ? null : [.. stride.Select(s => Math.Min(added, s - 1))];
            var layer = new Conv3DTranspose
            {
                Filters = 2,
                KernelSize = new(kernel[0], kernel[1], kernel[2]),
                Strides = new(stride[0], stride[1], stride[2]),
                Padding = border,
                OutputPadding = extra is null ? null : new(extra[0], extra[1], extra[2]),
            };
            Check(layer, [2, depth, 3, 4, 2], kernel, stride, [1, 1, 1], border, extra, seed);
        });

    private static void Check(WeightedLayer layer, Shape input, int[] kernel, int[] stride, int[] dilation, BorderMode border, int[]? extra, int seed)
    {
        int[] reach = [.. kernel.Select((k, i) => ((k - 1) * dilation[i]) + 1)];
        int[] size = [.. reach.Select((k, i) => Size(input[i + 1], k, stride[i], border, extra?[i]))];
        // SAME needs a size whose convolution leads back to the input's; Keras refuses others too.
        if (size.Where((n, i) => n < 1 || (border == BorderMode.Same ? (n + stride[i] - 1) / stride[i] : (n - reach[i] + stride[i]) / stride[i]) != input[i + 1]).Any())
            return;
        int[] before = [.. reach.Select((k, i) => border == BorderMode.Same ? Math.Max(0, ((input[i + 1] - 1) * stride[i]) + k - size[i]) / 2 : 0)];
        Shape output = [input[0], .. size, 2], weights = [.. kernel, 2, input[^1]];
        var random = new Random(seed);
        float[] x = Integers(random, input), w = Integers(random, weights), bias = [1, -2], expected = [.. Enumerable.Range(0, (int)output.ElementCount).Select(i => bias[i % 2])];
        foreach (int[] from in Positions(input))
        {
            foreach (int[] tap in Positions(weights).Where(tap => tap[^1] == from[^1]))
            {
                int[] to = [from[0], .. kernel.Select((_, i) => (from[i + 1] * stride[i]) + (tap[i] * dilation[i]) - before[i]), tap[^2]];
                if (to.Zip(output).All(pair => pair.First >= 0 && pair.First < pair.Second))
                    expected[Index(output, to)] += x[Index(input, from)] * w[Index(weights, tap)];
            }
        }
        Literal actual = Evaluate.Layer(layer, [Literal.Of<float>(input, x)], w, bias);
        Assert.Equal(output, actual.Type.Shape);
        Assert.Equal(expected, Evaluate.Floats(actual));
    }

    private static int Size(int input, int reach, int stride, BorderMode border, int? extra) => (border, extra) switch
    {
        (BorderMode.Same, null) => input * stride,
        (_, null) => (input * stride) + Math.Max(0, reach - stride),
        (BorderMode.Same, { } added) => ((input - 1) * stride) + reach - (2 * (reach / 2)) + added,
        (_, { } added) => ((input - 1) * stride) + reach + added,
    };

    private static IEnumerable<int[]> Positions(Shape shape)
    {
        for (int i = 0; i < shape.ElementCount; i++)
        {
            int[] position = new int[shape.Rank];
            for (int d = shape.Rank - 1, rest = i; d >= 0; rest /= shape[d], d--)
                position[d] = rest % shape[d];
            yield return position;
        }
    }

    private static int Index(Shape shape, int[] position) => position.Select((at, d) => (at, d)).Aggregate(0, (index, pair) => (index * shape[pair.d]) + pair.at);

    private static float[] Integers(Random random, Shape shape) => [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (float)random.Next(-3, 4))];
}
