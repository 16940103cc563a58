using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.TfLite.Tests;

/// <summary>A model of all of OneBit's own operators.</summary>
internal static class LevelModels
{
    /// <summary>Each operator once or more: options at other than their defaults, optional operands present, absent and left out.</summary>
    public static Graph Everything()
    {
        var graph = new Graph("levels");
        Value x = graph.AddInput(new TensorType(DType.Float32, [1, 6, 6, 40]), "image");
        Value normal = graph.Emit(new BatchNorm { Epsilon = 0.001f, Form = BatchNormForm.Folded }, x, Vector(graph, 40), Vector(graph, 40), null, Vector(graph, 40));
        Value plain = graph.Emit(new BatchNorm { Epsilon = 1e-5f }, normal, Vector(graph, 40), Vector(graph, 40));
        Value two = graph.Emit(new TwoLevelQuantize { Nan = NanRule.Above }, plain, graph.Emit(Literal.Scalar(0.5f)), graph.Emit(Literal.Scalar(0f)), Vector(graph, 40));
        Value many = graph.Emit(new MultiLevelQuantize { Nan = NanRule.Below }, two, graph.Emit(Literal.Vector(-1f, 0f, 1f)), graph.Emit(Literal.Vector(-2f, -1f, 0f, 1f)));
        Value grid = graph.Emit(new FakeQuantize { Min = -1.1f, Max = 3, Bits = 5, NarrowRange = true }, many);
        Value bits = graph.Emit(new PackLevels { NanIsUpper = false }, grid, graph.Emit(Literal.Scalar(0.25f)), graph.Emit(Literal.Scalar(2f)));
        Value rising = graph.Emit(new PackLevels(), grid, graph.Emit(Literal.Scalar(0.25f)));
        Value joined = graph.Emit(new Concat { Axis = -1 }, bits, rising, bits);
        Value stacked = graph.Emit(new Concat { Axis = 1 }, joined, joined);
        Value shaped = graph.Emit(new Reshape(), stacked, graph.Emit(Literal.Vector(1, 6, 12, 120)));
        Value wide = graph.Emit(new Reshape { Shape = [1, 12, -1, 240] }, shaped);
        var packing = new LevelConv2D { Stride = new(2, 1), Dilation = new(1, 2), Pads = [1, 0, 2, 1], PadValue = -1, Levels = InputLevels.Unipolar, Zero = -1, Output = DType.Bits };
        Value packed = graph.Emit(packing, wide, Filter(graph, [6, 3, 2, 80]), null, null, null, null, null, null, null, null, Integers(graph, 6), Integers(graph, 6));
        var floating = new LevelConv2D { Padding = Padding.Same, PadValue = 1 };
        Value real = graph.Emit(floating, packed, Filter(graph, [4, 3, 3, 6]), Vector(graph, 4), null, Vector(graph, 4), Vector(graph, 4), graph.Emit(Literal.Scalar(2f)), null, null, Vector(graph, 4));
        Value planes = graph.Emit(new PackPlanes { Planes = 3, NanIsUpper = false }, real, graph.Emit(Literal.Vector(0f, 1f, 2f, 3f, 4f)));
        var codes = new LevelConv2D { Levels = InputLevels.Unipolar, Zero = 4, Output = DType.Int8, Ties = Ties.ToEven };
        Value?[] operands = [planes, Filter(graph, [2, 1, 1, 4])];
        TensorType type = TypeInference.ResultTypes(codes, operands)[0] with { Quantization = new Quantization(0.5f, 3) };
        Value y = graph.Add(codes, operands, [type]).Results[0];
        foreach ((int index, Value value) in graph.Nodes.SelectMany(n => n.Results).Index())
            value.Name = $"v{index}";
        graph.SetOutputs(y, real);
        return graph;
    }

    private static Value Vector(Graph graph, int count) => graph.Emit(Literal.Vector<float>([.. Enumerable.Range(0, count).Select(i => (i % 7 * 0.25f) + 0.25f)]));

    private static Value Integers(Graph graph, int count) => graph.Emit(Literal.Vector<int>([.. Enumerable.Range(-2, count)]));

    private static Value Filter(Graph graph, Shape shape)
    {
        var type = new TensorType(DType.Bits, shape);
        int perRow = BitLayout.Words(shape[^1]);
        uint[] words = new uint[type.StoredElementCount];
        for (int i = 0; i < words.Length; i++)
            words[i] = (uint)(i * 2654435761L) & ((i % perRow) == perRow - 1 ? BitLayout.TailMask(shape[^1]) : uint.MaxValue);
        return graph.Emit(Literal.Of<uint>(type, words));
    }
}
