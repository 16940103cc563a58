using OneBit.Passes;
using OneBit.Reference;
using OneBit.Tensors;
using Xunit;

namespace OneBit.IR.Tests.Rewriting;

/// <summary>A quantized tensor and a layer behind it, with values by seed, and the check that the layer runs on bits for OneBit's own runtime and gives the same numbers. Those are exact: sums of integers and halves.</summary>
internal sealed class BinaryForm
{
    private readonly Graph graph = new();
    private readonly Random random;

    public BinaryForm(int seed, Shape input, Levels levels)
    {
        random = new Random(seed);
        Value x = graph.AddInput(new TensorType(DType.Float32, input));
        float[] thresholds = [.. Enumerable.Range(0, input[^1]).Select(_ => (random.Next(3) - 1) / 2f)];
        Quantized = levels switch
        {
            Levels.Bipolar => Two(x, Literal.Scalar(0f), -1),
            Levels.Unipolar => Two(x, Literal.Scalar(0f), 0),
            Levels.ThresholdPerChannel => Two(x, Literal.Vector<float>(thresholds), -1),
            _ => graph.Emit(new MultiLevelQuantize(), x, graph.Emit(Literal.Vector(-1f, 0f, 1f)), graph.Emit(Literal.Vector(0f, 1f, 2f, 3f))),
        };
    }

    /// <summary>Quantizers that the forms are tried with.</summary>
    public enum Levels
    {
        /// <summary>±1.</summary>
        Bipolar,

        /// <summary>0 and 1.</summary>
        Unipolar,

        /// <summary>±1, with a threshold of its own for each channel.</summary>
        ThresholdPerChannel,

        /// <summary>0, 1, 2 and 3.</summary>
        FourLevels,
    }

    /// <summary>The quantized tensor.</summary>
    public Value Quantized { get; }

    /// <summary>A kernel of ±1; each output channel may be scaled by ½ or 2.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="outputOf">The output channel of a weight, by its index.</param>
    public Value Kernel(Shape shape, Func<int, int> outputOf)
    {
        float[] scales = [0.5f, 1, 2], values = new float[shape.ElementCount];
        int scaled = random.Next(2);
        for (int i = 0; i < values.Length; i++)
            values[i] = (random.Next(2) == 0 ? 1 : -1) * (scaled == 0 ? 1 : scales[outputOf(i) % 3]);
        return graph.Emit(Literal.Of<float>(shape, values));
    }

    /// <summary>A bias of halves.</summary>
    public Value Bias(Shape shape) => graph.Emit(Literal.Of<float>(shape, Halves((int)shape.ElementCount)));

    /// <summary>A node.</summary>
    public Value Emit(Op op, params IReadOnlyList<Value?> operands) => graph.Add(op, operands).Results[0];

    /// <summary>A constant of integers.</summary>
    public Value Ints(Shape shape, params ReadOnlySpan<int> values) => graph.Emit(Literal.Of(shape, values));

    /// <summary>A bias for each channel, a sign of its own threshold, and a layer of one tap that reads it: full of ties.</summary>
    public Value Behind(Value y)
    {
        int channels = y.Type.Shape[^1];
        Value sign = Two(Emit(new Binary { Kind = BinaryKind.Add }, y, Bias([channels])), Literal.Scalar(random.Next(3) / 2f), -1);
        return y.Type.Shape.Rank == 5
            ? Emit(new Conv3D(), sign, Kernel([1, 1, 1, channels, 2], i => i % 2))
            : Emit(new Conv2D(), sign, Kernel([2, 1, 1, channels], i => i / channels));
    }

    /// <summary>Converts the graph that gives <paramref name="y"/>: nothing in it is to stay float, and no number is to change.</summary>
    public void Check(Value y)
    {
        graph.SetOutputs(y);
        Literal[] inputs = [.. graph.Inputs.Select(input => Literal.Of<float>(input.Type.Shape, Halves((int)input.Type.Shape.ElementCount)))];
        float[] expected = Numbers(inputs);
        PassRunner.Run(graph, Pipelines.ToOneBit, new PassOptions { VerifyEachStep = true });
        Assert.DoesNotContain(graph.Nodes, node => node.Op is Conv2D or Conv3D or TransposeConv or BatchMatMul);
        Assert.Contains(graph.Nodes, node => node.Op is LevelConv2D);
        Assert.Equal(expected, Numbers(inputs));
    }

    private float[] Numbers(Literal[] inputs) => [.. ReferenceExecutor.Run(graph, inputs)[0].Values<float>().ToArray().Select(value => value + 0f)]; // −0 is 0

    private float[] Halves(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.Next(9) - 4) / 2f)];

    private Value Two(Value x, Literal threshold, float low) =>
        graph.Emit(new TwoLevelQuantize(), x, graph.Emit(threshold), graph.Emit(Literal.Scalar(low)), graph.Emit(Literal.Scalar(1f)));
}
