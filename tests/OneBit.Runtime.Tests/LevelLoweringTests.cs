using CsCheck;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime.Tests;

/// <summary>The fast paths of quantizers, packed levels and the convolution over levels against the plain loops: equal bit for bit, with one and two threads.</summary>
public sealed class LevelLoweringTests
{
    private const string Seed = "0000KOIPe036";

    private static readonly int[] Depths = [1, 2, 3, 5, 16, 31, 32, 33, 48, 64];

    private static readonly Gen<ConvolutionCase> Convolutions =
        from size in Gen.Select(Gen.Int[1, 7], Gen.Int[1, 7])
        from filter in Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3])
        from stride in Gen.Select(Gen.Int[1, 2], Gen.Int[1, 2])
        from dilation in Gen.Select(Gen.Int[1, 2], Gen.Int[1, 2])
        from depth in Gen.Int[0, Depths.Length - 1].Select(i => Depths[i])
        from groups in Gen.Frequency((3, Gen.Const(1)), (2, Gen.Int[2, 4]))
        from outputs in Gen.Int[1, 40]
        from planes in Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[1, 3]))
        from unipolar in Gen.Bool
        from padding in Gen.Int[0, 2]
        from pads in Gen.Int[0, 2].Array[4]
        from padValue in Gen.Int[-3, 4]
        from zero in Gen.Int[-1, 4]
        from output in Gen.Int[0, 2].Select(i => new[] { DType.Float32, DType.Int8, DType.Bits }[i])
        from present in Gen.Int[0, 255]
        from seed in Gen.Int[0, 1 << 20]
        select new ConvolutionCase(size, filter, stride, dilation, depth, groups, outputs, planes, unipolar || planes > 0, padding, pads, padValue, zero, output, present, seed);

    [Fact]
    public void Convolutions_over_levels_are_exact_in_every_output_form() => Convolutions.Sample(
        c =>
        {
            var values = new LevelValues(c.Seed);
            var graph = new Graph();
            Value x = graph.AddInput(new TensorType(DType.Float32, [2, c.Size.Item1, c.Size.Item2, c.Depth * c.Groups]));
            Value bits = c.Planes > 0
                ? graph.Emit(new PackPlanes { Planes = c.Planes }, x, graph.Emit(values.Sorted(Math.Min((1 << c.Planes) - 1, 5))))
                : graph.Emit(new PackLevels(), x, graph.Emit(Literal.Scalar(0f)));
            LevelConv2D op = c.Op();
            Value filter = graph.Emit(values.Bits([c.Outputs * c.Groups, c.Filter.Item1, c.Filter.Item2, c.Depth]));
            Value?[] operands = [bits, filter, .. Enumerable.Range(0, 8).Select(i => (c.Present & (1 << i)) != 0 ? graph.Emit(values.Specials(values.Length(c.Outputs * c.Groups))) : null), null, null];
            if (c.Output == DType.Bits)
                (operands[LevelConv2D.LeastOperand], operands[LevelConv2D.LeastOperand + 1]) = Bounds(graph, values, c);
            if (!Infers(op, operands))
                return;
            TensorType type = TypeInference.ResultTypes(op, operands)[0];
            if (c.Output == DType.Float32 && c.Seed % 3 != 0)
            {
                bool adds = c.Seed % 3 == 1;
                op = op with { Signs = !adds || c.Seed % 2 == 0, Then = adds ? (Activation)(c.Seed % 4) : Activation.None };
                if (adds)
                    operands = [.. operands, graph.AddInput(type)];
            }
            IReadOnlyList<TensorType>? declared = c.Output == DType.Int8 ? [type with { Quantization = new Quantization(0.75f, -3) }] : null;
            IReadOnlyList<Value> results = graph.Add(op, operands, declared).Results;
            graph.SetOutputs([.. results.Select(result => result.Type.Element == DType.Bits ? graph.Emit(new BitsToWords(), result) : result)]);
            graph.RemoveDeadNodes();
            Compare(graph, values);
        },
        iter: 1500,
        seed: Seed);

    [Fact]
    public void Planes_follow_the_batch()
    {
        var values = new LevelValues(1);
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, 5, 5, 8]));
        Value bits = graph.Emit(new PackPlanes(), x, graph.Emit(Literal.Vector(0f, 1f, 2f)));
        graph.SetOutputs(graph.Emit(new LevelConv2D { Levels = InputLevels.Unipolar }, bits, graph.Emit(values.Bits([9, 3, 3, 8]))));
        Graph batch = GraphShapes.WithInputs(graph, [[3, 5, 5, 8]]);
        Assert.Equal([3, 3, 3, 9], batch.Outputs[0].Type.Shape);
        Compare(batch, values);
    }

    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(2, 8, 1)]
    public void Residuals_follow_the_batch_and_the_size(int before, int after, int batch)
    {
        var values = new LevelValues(1);
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, before, before, 32]));
        // A filter that leaves the image pads in the integer, one that does not behind the transform; the residual is spread over the batch, or over the rows.
        Value y = graph.Emit(new BinaryConv2D(), graph.Emit(new BinaryQuantize(), x), graph.Emit(values.Bits([9, 3, 3, 32])), graph.Emit(values.Specials(9)), graph.Emit(values.Specials(9)), null);
        Value sum = graph.Emit(new Binary { Kind = BinaryKind.Add }, y, graph.Emit(values.Inputs([1, 1, 1, 9])));
        graph.SetOutputs(sum, graph.Emit(new BitsToWords(), graph.Emit(new BinaryQuantize(), sum)));
        Compare(GraphShapes.WithInputs(graph, [[batch, after, after, 32]]), values);
    }

    [Theory]
    [InlineData(2_000_000, 1)]
    [InlineData(1, 1 << 20)]
    public void Windows_that_no_kernel_has_room_for_are_left_to_the_plain_loop(int dilation, int stride)
    {
        var values = new LevelValues(1);
        var graph = new Graph();
        Value bits = graph.Emit(new BinaryQuantize(), graph.AddInput(new TensorType(DType.Float32, [1, 1, 1, 32])));
        Value?[] operands = [bits, graph.Emit(values.Bits([8, 1, 3, 32])), graph.Emit(values.Specials(8)), graph.Emit(values.Specials(8)), null];
        graph.SetOutputs(graph.Emit(new BinaryConv2D { Dilation = new(1, dilation), Stride = new(1, stride) }, operands));
        using var model = Model.FromGraph(graph);
        using Session session = model.CreateSession();
        session.Run(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Packed_levels_and_planes_agree_at_every_edge() =>
        Gen.Select(Gen.Int[0, Depths.Length - 1].Select(i => Depths[i]), Gen.Int[0, 3], Gen.Int[0, 3], Gen.Bool, Gen.Int[1, 8], Gen.Int[0, 1 << 20]).Sample(
            (channels, least, most, nanIsUpper, planes, seed) =>
            {
                var values = new LevelValues(seed);
                var graph = new Graph();
                Value x = graph.AddInput(new TensorType(DType.Float32, [2, 3, channels]));
                Value from = graph.Emit(values.Bound(least, channels, float.NegativeInfinity));
                Value? to = most == 0 ? null : graph.Emit(values.Bound(most, channels, float.PositiveInfinity));
                graph.SetOutputs(
                    graph.Emit(new BitsToWords(), graph.Emit(new PackLevels { NanIsUpper = nanIsUpper }, x, from, to)),
                    graph.Emit(new BitsToWords(), graph.Emit(new PackPlanes { Planes = planes, NanIsUpper = nanIsUpper }, x, graph.Emit(values.Sorted(values.Count((1 << planes) - 1))))));
                Compare(graph, values);
            },
            iter: 400,
            seed: Seed);

    [Fact]
    public void Quantizers_and_batch_norms_agree_at_every_edge() =>
        Gen.Select(Gen.Int[1, 200], Gen.Enum<NanRule>(), Gen.Bool, Gen.Enum<BatchNormForm>(), Gen.Int[0, 3], Gen.Int[0, 1 << 20]).Sample(
            (channels, nan, perChannel, form, absent, seed) =>
            {
                var values = new LevelValues(seed);
                var graph = new Graph();
                int length = perChannel ? channels : 1, edges = values.Count(9);
                Value x = graph.AddInput(new TensorType(DType.Float32, [2, 3, channels]));
                float min = -values.Random.NextSingle() - 0.01f;
                graph.SetOutputs(
                    graph.Emit(new TwoLevelQuantize { Nan = nan }, x, graph.Emit(values.Specials(length)), graph.Emit(values.Specials(1)), graph.Emit(values.Specials(length))),
                    graph.Emit(new MultiLevelQuantize { Nan = nan }, x, graph.Emit(values.Sorted(edges)), graph.Emit(values.Specials(edges + 1))),
                    graph.Emit(new FakeQuantize { Min = min, Max = 1.5f, Bits = 2 + (seed % 15), NarrowRange = perChannel }, x),
                    graph.Emit(
                        new BatchNorm { Form = form },
                        x,
                        graph.Emit(values.Specials(channels)),
                        graph.Emit(values.Specials(channels)),
                        (absent & 1) != 0 ? null : graph.Emit(values.Specials(channels)),
                        (absent & 2) != 0 ? null : graph.Emit(values.Specials(channels))));
                Compare(graph, values);
            },
            iter: 300,
            seed: Seed);

    [Fact]
    public void Joined_and_reshaped_bits_agree() =>
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[1, 3], Gen.Int[0, 1 << 20]).Sample(
            (first, second, rows, seed) =>
            {
                var values = new LevelValues(seed);
                var graph = new Graph();
                Value a = Packed(graph, [rows, 4, first]), b = Packed(graph, [rows, 4, second]), c = Packed(graph, [rows, 2, first]);
                graph.SetOutputs(
                    [.. new[]
                    {
                        graph.Emit(new Concat { Axis = 2 }, a, b, a),
                        graph.Emit(new Concat { Axis = -2 }, a, c),
                        graph.Emit(new Reshape(), a, graph.Emit(Literal.Vector(rows, 4 * first))),
                        graph.Emit(new Reshape(), a, graph.Emit(Literal.Vector(first, 4, rows))),
                        graph.Emit(new Reshape { Shape = [4, rows, first] }, a),
                    }.Select(bits => graph.Emit(new BitsToWords(), bits))]);
                Compare(graph, values);
            },
            iter: 150,
            seed: Seed);

    private static Value Packed(Graph graph, Shape shape) =>
        graph.Emit(new PackLevels(), graph.AddInput(new TensorType(DType.Float32, shape)), graph.Emit(Literal.Scalar(0f)));

    // Rising, falling, constant channels, in some cases among ones that are bounded on both sides.
    private static (Value Least, Value? Most) Bounds(Graph graph, LevelValues values, ConvolutionCase c)
    {
        int channels = c.Outputs * c.Groups, range = c.Filter.Item1 * c.Filter.Item2 * c.Depth * 3;
        int[] least = new int[channels], most = new int[channels];
        for (int i = 0; i < channels; i++)
        {
            (least[i], most[i]) = values.Random.Next((c.Present & 2) != 0 ? 4 : 5) switch
            {
                4 => (values.Random.Next(-range, 1), values.Random.Next(0, range)),
                0 => (int.MinValue, values.Random.Next(-range, range)),
                1 => (int.MaxValue, int.MinValue),
                2 => (int.MinValue, int.MaxValue),
                _ => (values.Random.Next(-range, range), int.MaxValue),
            };
        }
        bool hasMost = (c.Present & 1) != 0;
        return (graph.Emit(Literal.Vector(least)), hasMost ? graph.Emit(Literal.Vector(most)) : null);
    }

    private static bool Infers(LevelConv2D op, Value?[] operands)
    {
        try
        {
            TypeInference.ResultTypes(op, operands);
            return true;
        }
        catch (ModelFormatException)
        {
            return false;
        }
    }

    private static void Compare(Graph graph, LevelValues values)
    {
        using var model = Model.FromGraph(graph);
        Literal[] inputs = [.. model.Graph.Inputs.Select(input => values.Inputs(input.Type.Shape))];
        using Session reference = model.CreateSession(new SessionOptions { Executor = Executor.Reference });
        IReadOnlyList<Literal> expected = reference.Run(inputs);
        foreach (int threads in new[] { 1, 2 })
        {
            using Session session = model.CreateSession(new SessionOptions { Threads = threads });
            Assert.NotNull(session.Plan);
            Assert.All(session.Plan.Steps, step => Assert.True(step.Kernel != "reference", $"{step.Op} is a plain loop"));
            IReadOnlyList<Literal> actual = session.Run(inputs);
            for (int i = 0; i < expected.Count; i++)
                Same(expected[i], actual[i]);
        }
    }

    // NaN is NaN, whatever its payload; all else is equal bit for bit.
    private static void Same(Literal expected, Literal actual)
    {
        Assert.Equal(expected.Type, actual.Type);
        if (expected.Type.Element != DType.Float32)
        {
            Assert.Equal(expected.Bytes.ToArray(), actual.Bytes.ToArray());
            return;
        }
        ReadOnlySpan<float> e = expected.Values<float>(), a = actual.Values<float>();
        for (int i = 0; i < e.Length; i++)
            Assert.True(BitConverter.SingleToInt32Bits(e[i]) == BitConverter.SingleToInt32Bits(a[i]) || (float.IsNaN(e[i]) && float.IsNaN(a[i])), $"[{i}] {a[i]:R} instead of {e[i]:R}");
    }

    private sealed record ConvolutionCase(
        (int, int) Size,
        (int, int) Filter,
        (int, int) Stride,
        (int, int) Dilation,
        int Depth,
        int Groups,
        int Outputs,
        int Planes,
        bool Unipolar,
        int Padding,
        int[] Pads,
        int PadValue,
        int Zero,
        DType Output,
        int Present,
        int Seed)
    {
        public LevelConv2D Op() => new()
        {
            Stride = new(Stride.Item1, Stride.Item2),
            Dilation = new(Dilation.Item1, Dilation.Item2),
            Padding = Padding == 1 ? IR.Padding.Same : IR.Padding.Valid,
            Pads = Padding == 2 ? [.. Pads] : [],
            PadValue = PadValue,
            Levels = Unipolar ? InputLevels.Unipolar : InputLevels.Bipolar,
            Zero = Unipolar ? Zero : 0,
            Output = Output,
            Ties = (Seed & 1) == 0 ? Ties.AwayFromZero : Ties.ToEven,
        };
    }
}
