using OneBit.IR;
using OneBit.Reference;
using OneBit.Tensors;

namespace OneBit.Layers.Tests;

/// <summary>An unrolled LSTM against its formula, in doubles.</summary>
public sealed class LstmTests
{
    private const int Batch = 2, Count = 3, In = 3, Units = 2;

    private static readonly float[] Kernel = Numbers(In * 4 * Units, 1), Recurrent = Numbers(Units * 4 * Units, 2), Bias = Numbers(4 * Units, 3);
    private static readonly Literal X = Literal.Of<float>([Batch, Count, In], Numbers(Batch * Count * In, 4));
    private static readonly Literal[] Begin = [Literal.Of<float>([Batch, Units], Numbers(Batch * Units, 5)), Literal.Of<float>([Batch, Units], Numbers(Batch * Units, 6))];

    [Theory]
    [InlineData(false, false, true, false)]
    [InlineData(true, false, true, false)]
    [InlineData(false, true, true, false)]
    [InlineData(true, true, false, false)]
    [InlineData(false, false, true, true)]
    [InlineData(true, true, true, true)]
    public void Steps_are_the_formula(bool sequences, bool backwards, bool bias, bool begins)
    {
        var layer = new LSTM { Units = Units, ReturnSequences = sequences, GoBackwards = backwards, UseBias = bias, ReturnState = true };
        IReadOnlyList<Literal> actual = Run(layer, begins ? [X, .. Begin] : [X]);
        (List<double[]> outputs, double[] cells) = Formula(backwards, bias ? Bias : new float[4 * Units], begins ? Begin : null);
        Assert.Equal(3, actual.Count);
        Assert.Equal(sequences ? [Batch, Count, Units] : [Batch, Units], actual[0].Type.Shape);
        Near(sequences ? [.. Enumerable.Range(0, Batch).SelectMany(b => outputs.SelectMany(h => h[(b * Units)..((b + 1) * Units)]))] : outputs[^1], actual[0]);
        Near(outputs[^1], actual[1]);
        Near(cells, actual[2]);
    }

    [Fact]
    public void Activations_may_be_others_or_none()
    {
        var layer = new LSTM { Units = Units, Activation = null, RecurrentActivation = new Composed(ComposedFunction.HardSigmoid) };
        Literal x = Literal.Of<float>([1, 1, In], [1, 2, 3]);
        float[] kernel = [.. Enumerable.Repeat(0.125f, In * 4 * Units)];
        Literal y = Evaluate.Layer(layer, [x], kernel, Recurrent, new float[4 * Units]);
        Near([0.65 * 0.65 * 0.75, 0.65 * 0.65 * 0.75], y);
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var layer = new LSTM { Name = "memory", Units = Units };
        Refused([[1, Shape.Unknown, In]], "layer 'memory' (LSTM) needs an input whose dimension 1 is known, not [1,?,3]");
        Refused([[1, In]], "rank 3");
        Refused([[1, LSTM.MaxSteps + 1, In]], $"1 to {LSTM.MaxSteps} steps");
        Refused([[1, 2, In], [1, 2]], "layer 'memory' (LSTM): a mask is not supported");
        Refused([[1, 2, In], [1, 3], [1, 2]], "states of 2 units");

        void Refused(Shape[] shapes, string words)
        {
            var graph = new Graph();
            Value[] inputs = [.. shapes.Select(shape => graph.AddInput(new TensorType(DType.Float32, shape)))];
            Value[] weights = [.. layer.Weights([[1, 2, In]]).Select(w => graph.Emit(Literal.Of<float>(w.Shape, new float[w.Shape.ElementCount])))];
            Assert.Contains(words, Assert.ThrowsAny<ModelFormatException>(() => layer.Emit(graph, inputs, weights)).Message, StringComparison.Ordinal);
        }
    }

    private static IReadOnlyList<Literal> Run(LSTM layer, IReadOnlyList<Literal> inputs)
    {
        var graph = new Graph();
        Value[] values = [.. inputs.Select(input => graph.AddInput(new TensorType(DType.Float32, input.Type.Shape.With(0, Shape.Unknown))))];
        float[][] stored = layer.UseBias ? [Kernel, Recurrent, Bias] : [Kernel, Recurrent];
        Value[] weights = [.. layer.Weights([.. values.Select(v => v.Type.Shape)]).Select((spec, i) => graph.Emit(Literal.Of<float>(spec.Shape, stored[i])))];
        graph.SetOutputs(layer.Emit(graph, values, weights));
        return ReferenceExecutor.Run(graph, inputs);
    }

    private static (List<double[]> Outputs, double[] Cells) Formula(bool backwards, float[] bias, Literal[]? begin)
    {
        double[] h = Array.ConvertAll(begin is null ? new float[Batch * Units] : Evaluate.Floats(begin[0]), v => (double)v);
        double[] c = Array.ConvertAll(begin is null ? new float[Batch * Units] : Evaluate.Floats(begin[1]), v => (double)v);
        float[] x = Evaluate.Floats(X);
        var outputs = new List<double[]>();
        foreach (int step in backwards ? Enumerable.Range(0, Count).Reverse() : Enumerable.Range(0, Count))
        {
            double[] next = new double[h.Length];
            for (int b = 0; b < Batch; b++)
            {
                for (int u = 0; u < Units; u++)
                {
                    double Gate(int gate)
                    {
                        int column = (gate * Units) + u;
                        double sum = bias[column];
                        for (int i = 0; i < In; i++)
                            sum += x[(((b * Count) + step) * In) + i] * Kernel[(i * 4 * Units) + column];
                        for (int i = 0; i < Units; i++)
                            sum += h[(b * Units) + i] * Recurrent[(i * 4 * Units) + column];
                        return sum;
                    }
                    int at = (b * Units) + u;
                    c[at] = (Sigmoid(Gate(1)) * c[at]) + (Sigmoid(Gate(0)) * Math.Tanh(Gate(2)));
                    next[at] = Sigmoid(Gate(3)) * Math.Tanh(c[at]);
                }
            }
            outputs.Add(h = next);
        }
        return (outputs, c);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static void Near(double[] expected, Literal actual)
    {
        float[] values = Evaluate.Floats(actual);
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - values[i]) <= 1e-6, $"element {i} is {values[i]:R}, not {expected[i]:R}");
    }

    private static float[] Numbers(int count, int seed) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin((i * 1.7f) + (seed * 0.9f)))];
}
