using System.Collections.Immutable;
using OneBit.Tensors;

namespace OneBit.IR.Tests.Text;

/// <summary>Graphs of every kind of value that the text form has to carry; meant to be printed, not run.</summary>
internal sealed class RandomGraphs(int seed)
{
    private const string Characters = "aZ0 /:;\"\\\n\t%@{}[]é漢\u0001\u200b\ud83d\udc1f";
    private readonly Random random = new(seed);
    private readonly List<Value> floats = [];

    public Graph Next()
    {
        var graph = new Graph(Name() ?? string.Empty) { Description = Name() };
        floats.Clear();
        floats.Add(graph.AddInput(new TensorType(DType.Float32, [2, 4]), Name()));
        graph.AddInput(RandomType(), Name());
        for (int i = random.Next(8); i >= 0; i--)
            AddNode(graph);
        graph.SetOutputs([.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(graph))]);
        graph.Metadata.Add(new(Name() ?? "m", Bytes(random.Next(9))));
        graph.Signatures.Add(new Signature(Name() ?? "s", [new(Name() ?? "x", 0)], []));
        return graph;
    }

    private void AddNode(Graph graph)
    {
        Value x = floats[random.Next(floats.Count)];
        switch (random.Next(6))
        {
            case 0:
                graph.Emit(RandomLiteral(), Name());
                break;
            case 1:
                floats.Add(graph.Emit(new Unary { Kind = UnaryKind.Tanh }, x));
                break;
            case 2:
                floats.Add(graph.Emit(new Binary { Kind = BinaryKind.Mul }, x, graph.Emit(Literal.Scalar(RandomFloat()))));
                break;
            case 3:
                foreach (Value part in graph.Add(new Split { Count = 2 }, [graph.Emit(Literal.Scalar(-1)), graph.Emit(new Reshape(), x, graph.Emit(Literal.Vector(2, 4), Name()))]).Results)
                    part.Name = Name();
                break;
            case 4:
                graph.Add(new Quantize(), [x], [new TensorType(DType.Int8, x.Type.Shape, RandomQuantization(x.Type.Shape))]);
                break;
            default:
                floats.Add(graph.Emit(new LeakyRelu { Alpha = RandomFloat() }, x));
                floats[^1].Name = Name();
                break;
        }
    }

    private Value Any(Graph graph)
    {
        Value[] values = [.. graph.Inputs, .. graph.Nodes.SelectMany(n => n.Results)];
        return values[random.Next(values.Length)];
    }

    private TensorType RandomType()
    {
        Shape shape = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(-1, 5))];
        DType element = DTypes.All[random.Next(DTypes.All.Count)];
        return new TensorType(element, shape, element == DType.Int8 ? RandomQuantization(shape) : null);
    }

    private Literal RandomLiteral()
    {
        TensorType type = RandomType();
        type = type with { Shape = [.. type.Shape.Select(d => Math.Max(d, 0) * random.Next(1, 4))], Quantization = null };
        byte[] bytes = Bytes((int)type.SizeInBytes);
        if (random.Next(4) == 0)
            Array.Fill(bytes, (byte)random.Next(256));
        return new Literal(type, bytes);
    }

    private Quantization? RandomQuantization(Shape shape)
    {
        int axis = shape.Rank == 0 ? 0 : random.Next(shape.Rank);
        int count = shape.Rank == 0 || shape[axis] < 1 || random.Next(2) == 0 ? 1 : shape[axis];
        ImmutableArray<float> scales = [.. Enumerable.Range(0, count).Select(_ => MathF.Exp((random.NextSingle() * 80) - 40))];
        return random.Next(4) == 0 ? null : new Quantization(scales, [.. scales.Select(_ => random.Next(-128, 128))], axis);
    }

    private float RandomFloat() => random.Next(8) switch
    {
        0 => -0f,
        1 => float.Epsilon,
        2 => float.NegativeInfinity,
        3 => BitConverter.UInt32BitsToSingle(0x7F80_0000u | (uint)random.Next(1, 1 << 23)),
        _ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)),
    };

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private string? Name() => random.Next(3) == 0 ? null : string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Characters[random.Next(Characters.Length)]));
}
