using OneBit.IR;
using OneBit.Passes;
using OneBit.Tensors;

namespace OneBit.TfLite.Tests;

/// <summary>Small random networks of packed levels and convolutions over them, by seed: all forms, borders, windows, channel tails, groups, bounds and transforms.</summary>
internal sealed class RandomLevelNetworks(int seed)
{
    private const float Smallest = 1.17549435e-38f;

    private readonly Random random = new(seed);
    private readonly Graph graph = new("levels");
    private readonly List<float> edges = [0f, -0f, float.Epsilon, -float.Epsilon, Smallest, -Smallest, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity];

    /// <summary>The network and an input full of edges.</summary>
    public static (Graph Graph, Literal Input) Build(int seed)
    {
        var networks = new RandomLevelNetworks(seed);
        Value x = networks.Network();
        return (networks.graph, networks.Input(x.Type));
    }

    private Value Network()
    {
        int channels = Pick(1, 3, 8, 31, 32, 33, 40, 64, 70, 128);
        Value x = graph.AddInput(new TensorType(DType.Float32, [2, random.Next(1, 8), random.Next(1, 8), channels]), "x");
        Value bits = Pack(x);
        var outputs = new List<Value>();
        for (int reader = random.Next(3); reader >= 0; reader--)
        {
            Value read = random.Next(4) == 0 && Pool(bits) is { } pooled ? pooled : bits;
            if (random.Next(2) == 0)
                outputs.Add(Convolution(read, DType.Float32));
            else
                outputs.AddRange(Second(Convolution(read, DType.Bits)));
        }
        graph.SetOutputs([.. outputs]);
        return x;
    }

    // One to three readers of packed results.
    private IEnumerable<Value> Second(Value bits)
    {
        for (int reader = random.Next(3); reader >= 0; reader--)
        {
            yield return random.Next(5) switch
            {
                0 => graph.Emit(new BinaryDequantize(), bits),
                1 when Pool(bits) is { } pooled => Convolution(pooled, DType.Float32),
                2 => Convolution(graph.Emit(new Concat { Axis = 3 }, bits, bits), DType.Float32),
                3 when bits.Type.Shape[1] * bits.Type.Shape[2] < 20 => Flattened(bits),
                _ => Convolution(bits, DType.Float32),
            };
        }
    }

    private Value Flattened(Value bits)
    {
        Shape shape = bits.Type.Shape;
        return Convolution(graph.Emit(new Reshape(), bits, graph.Emit(Literal.Vector(shape[0], 1, 1, shape[1] * shape[2] * shape[3]))), DType.Float32);
    }

    private Value? Pool(Value bits) => bits.Type.Shape[1] >= 2 && bits.Type.Shape[2] >= 2
        ? graph.Emit(new BinaryMaxPool2D { Filter = new(2, 2), Stride = new(Pick(1, 2), Pick(1, 2)), Padding = Pick(Padding.Same, Padding.Valid) }, bits)
        : null;

    private Value Pack(Value x)
    {
        int count = random.Next(2) == 0 ? 1 : x.Type.Shape[3], kind = random.Next(5);
        float[] least = new float[count], most = new float[count];
        float one = Threshold();
        for (int i = 0; i < count; i++)
        {
            float t = kind is 0 or 1 ? one : Threshold();
            (least[i], most[i]) = (kind < 4 ? kind % 2 : random.Next(6)) switch
            {
                0 => (t, float.PositiveInfinity),
                1 => (float.NegativeInfinity, MathF.BitDecrement(t)),
                2 => (float.NegativeInfinity, float.PositiveInfinity),
                3 => (float.PositiveInfinity, float.NegativeInfinity),
                4 => (t, t + 1),
                _ => (t, float.PositiveInfinity),
            };
        }
        foreach (float edge in least.Concat(most).Where(float.IsFinite).Distinct().Take(20))
            edges.AddRange([edge, MathF.BitIncrement(edge), MathF.BitDecrement(edge)]);
        return graph.Emit(new PackLevels { NanIsUpper = random.Next(3) > 0 }, x, graph.Emit(Literal.Vector<float>(least)), graph.Emit(Literal.Vector<float>(most)));
    }

    // Edges of x ≥ 0 and x > 0 as machines see them that flush, ordinary ones, and ones whose neighbours differ by subnormals.
    private float Threshold() => random.Next(8) switch
    {
        0 or 1 => MathF.BitIncrement(-Smallest),
        2 => Smallest,
        3 => 0.5f,
        4 => MathF.BitIncrement(0.5f),
        5 => Pick(1e-36f, -1e-36f, -Smallest, 3 * Smallest, -2e-33f),
        _ => (random.NextSingle() * 4) - 2,
    };

    private Value Convolution(Value bits, DType output)
    {
        while (true)
        {
            Shape image = bits.Type.Shape;
            int groups = random.Next(4) == 0 ? new[] { 2, 3, 4 }.FirstOrDefault(g => image[3] % g == 0, 1) : 1;
            Shape filter = [groups * Pick(1, 3, 8, 33), Pick(1, 2, 3, 3, 3, 5), Pick(1, 2, 3, 3, 3, 5), image[3] / groups];
            bool isBipolar = random.Next(2) == 0;
            int zero = isBipolar ? 0 : Pick(0, 0, 0, 1, -1);
            var op = new LevelConv2D
            {
                Levels = isBipolar ? InputLevels.Bipolar : InputLevels.Unipolar,
                Zero = zero,
                Padding = Pick(Padding.Same, Padding.Same, Padding.Valid),
                PadValue = isBipolar ? Pick(0, 1, -1) : Pick(0, 1) - zero,
                Stride = new(Pick(1, 1, 2, 3), Pick(1, 1, 2)),
                Dilation = new(Pick(1, 1, 1, 2), Pick(1, 1, 1, 2)),
                Output = output,
            };
            bool fits = Windows.OutputSize(image[1], filter[1], op.Stride.Height, op.Dilation.Height, op.Padding) > 0 && Windows.OutputSize(image[2], filter[2], op.Stride.Width, op.Dilation.Width, op.Padding) > 0;
            if (!fits || LceForms.Refusal(op, image, filter) is not null)
                continue;
            Value[] operands = [bits, graph.Emit(Signs(filter))];
            return output == DType.Bits ? graph.Emit(op, [.. operands, .. new Value?[8], .. Bounds(filter)]) : graph.Emit(op, [.. operands, .. Transform(filter)]);
        }
    }

    private IEnumerable<Value?> Bounds(Shape filter)
    {
        int kind = random.Next(4), reach = Math.Max(2, filter[1] * filter[2] * filter[3] / 4);
        int[] least = new int[filter[0]], most = new int[filter[0]];
        for (int c = 0; c < least.Length; c++)
        {
            int bound = random.Next(-reach, reach + 1);
            (least[c], most[c]) = (kind < 2 ? 0 : kind < 3 ? random.Next(4) : random.Next(5)) switch
            {
                0 => (bound, int.MaxValue),
                1 => (int.MinValue, bound),
                2 => (int.MinValue, int.MaxValue),
                3 => (int.MaxValue, int.MinValue),
                _ => (bound, bound + (reach / 2)),
            };
        }
        return [graph.Emit(Literal.Vector<int>(least)), graph.Emit(Literal.Vector<int>(most))];
    }

    private IEnumerable<Value?> Transform(Shape filter)
    {
        int kind = random.Next(6), channels = filter[0];
        if (kind == 0)
            return [];
        float[]?[] steps = new float[8][];
        if (kind is 1 or 5)
            steps[0] = random.Next(2) == 0 ? Each(channels, () => random.Next(-9, 10)) : Each(channels, () => (random.NextSingle() * 6) - 3);
        if (kind is 2 or 5)
            (steps[1], steps[2]) = Clamp(channels);
        if (kind is 3 or 5)
            steps[3] = random.Next(2) == 0 ? Each(channels, () => random.Next(-9, 10)) : Each(channels, () => (random.NextSingle() * 8) - 4);
        if (kind is 3 or 4 or 5)
            steps[4] = Each(channels, () => random.Next(5) switch { 0 => 0, 1 => 0.25f, 2 => -2, _ => (random.NextSingle() * 2) - 1 });
        if (kind is 3 or 5 && random.Next(3) > 0)
            steps[5] = Each(channels, () => random.Next(4) == 0 ? 0 : (random.NextSingle() * 4) - 2);
        if (kind is 4 or 5 && random.Next(2) == 0)
            (steps[6], steps[7]) = Clamp(channels);
        return [.. steps.Select(step => step is null ? null : graph.Emit(Literal.Vector<float>(step)))];
    }

    private (float[]? Low, float[]? High) Clamp(int channels) => random.Next(5) switch
    {
        0 => (Each(channels, () => 0), null),
        1 => (Each(channels, () => 0), Each(channels, () => 6)),
        2 => (Each(channels, () => -1), Each(channels, () => 1)),
        3 => (null, Each(channels, () => random.Next(-3, 9))),
        _ => (Each(channels, () => (random.NextSingle() * 4) - 5), Each(channels, () => (random.NextSingle() * 4) + 1)),
    };

    private Literal Signs(Shape shape)
    {
        var type = new TensorType(DType.Bits, shape);
        int perTap = BitLayout.Words(shape[3]);
        uint[] words = new uint[type.StoredElementCount];
        for (int i = 0; i < words.Length; i++)
            words[i] = (uint)random.NextInt64() & (i % perTap == perTap - 1 ? BitLayout.TailMask(shape[3]) : uint.MaxValue);
        return Literal.Of<uint>(type, words);
    }

    private Literal Input(TensorType type)
    {
        float[] values = new float[type.Shape.ElementCount];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.Next(2) == 0 ? edges[random.Next(edges.Count)] : (random.NextSingle() * 4) - 2;
        return Literal.Of<float>(type, values);
    }

    private static float[] Each(int count, Func<float> value) => [.. Enumerable.Range(0, count).Select(_ => value())];

    private T Pick<T>(params ReadOnlySpan<T> values) => values[random.Next(values.Length)];
}
