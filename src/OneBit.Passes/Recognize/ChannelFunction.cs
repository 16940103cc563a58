using OneBit.IR;
using OneBit.Reference;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>A chain as float32 functions, one per channel, computed by the reference executor: the very arithmetic that a threshold takes the place of.</summary>
internal sealed class ChannelFunction
{
    private readonly Graph graph = new("chain");
    private readonly ChannelChain chain;

    public ChannelFunction(ChannelChain chain)
    {
        this.chain = chain;
        var values = new Dictionary<Value, Value> { [chain.Source] = graph.AddInput(new TensorType(DType.Float32, [Shape.Unknown, chain.Channels])) };
        foreach ((Value value, ChannelConstant constant) in chain.Constants)
            values[value] = graph.Emit(constant.Values);
        foreach (Value step in chain.Steps)
            values[step] = graph.Emit(step.Op is Select ? new Select() : step.Op!, [.. step.Producer!.Operands.Select((operand, i) => IsTable(step, i) ? graph.Emit(operand!.Constant!) : values[operand!])]);
        graph.SetOutputs([.. chain.Steps.Select(step => values[step])]);
    }

    /// <summary>The root's trend per channel.</summary>
    public Trend[] Trends()
    {
        double[][] first = Doubles(float.NegativeInfinity), last = Doubles(float.PositiveInfinity);
        var trends = new Dictionary<Value, Trend[]> { [chain.Source] = Channels(_ => Trend.Identity) };
        foreach ((Value value, ChannelConstant constant) in chain.Constants)
            trends[value] = OfConstant(constant.Values);
        foreach ((int i, Value step) in chain.Steps.Index())
        {
            Trend[][] operands = [.. step.Producer!.Operands.Select((operand, k) => IsTable(step, k) ? OfTable(operand!.Constant!) : trends[operand!])];
            trends[step] = Channels(c => Trend.Of(step.Op!, Array.ConvertAll(operands, operand => operand[c]), first[i][c], last[i][c]));
        }
        return trends[chain.Root];
    }

    /// <summary>The root for rows of one float per channel.</summary>
    public float[] Evaluate(float[] rows) => Run(rows)[^1].Values<float>().ToArray();

    /// <summary>The root for one value of the source, per channel.</summary>
    public float[] At(float x) => Evaluate(Channels(_ => x));

    private IReadOnlyList<Literal> Run(float[] rows) =>
        ReferenceExecutor.Run(graph, [Literal.Of<float>([rows.Length / chain.Channels, chain.Channels], rows)]);

    private double[][] Doubles(float x) => [.. Run(Channels(_ => x)).Select(Numbers)];

    private static bool IsTable(Value step, int operand) => step.Op is MultiLevelQuantize && operand > 0;

    private Trend[] OfConstant(Literal literal)
    {
        double[] values = Numbers(literal);
        bool isFloat = literal.Type.Element == DType.Float32;
        return Channels(c => Trend.Of(values[values.Length == 1 ? 0 : c], isFloat));
    }

    // Edges and levels: one trend, from the first to the last.
    private Trend[] OfTable(Literal literal)
    {
        double[] values = Numbers(literal);
        bool rises = values.Zip(values.Skip(1)).All(pair => pair.First <= pair.Second), falls = values.Zip(values.Skip(1)).All(pair => pair.First >= pair.Second);
        var trend = new Trend(values.FirstOrDefault(), values.LastOrDefault(), rises || falls, values.Any(v => v == 0 && !double.IsNegative(v)), values.Any(v => v == 0 && double.IsNegative(v)));
        return Channels(_ => trend);
    }

    private static double[] Numbers(Literal literal) => literal.Type.Element switch
    {
        DType.Float32 => Array.ConvertAll(literal.Values<float>().ToArray(), v => (double)v),
        DType.Int32 => Array.ConvertAll(literal.Values<int>().ToArray(), v => (double)v),
        _ => Array.ConvertAll(literal.Bytes.ToArray(), v => (double)v),
    };

    private T[] Channels<T>(Func<int, T> element) => [.. Enumerable.Range(0, chain.Channels).Select(element)];
}
