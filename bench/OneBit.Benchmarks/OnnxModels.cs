using System.Runtime.InteropServices;

namespace OneBit.Benchmarks;

/// <summary>ONNX models of single layers (fields as in onnx.proto3; NCHW, weights OIHW), made in memory.</summary>
internal static class OnnxModels
{
    private const int Float = 1, UInt8 = 2, Int8 = 3;

    /// <summary>A chain of <paramref name="length"/> float convolutions.</summary>
    public static byte[] Chain(ConvolutionJob job, int length)
    {
        var graph = new Protobuf();
        for (int i = 0; i < length; i++)
            graph.Message(1, Window("Conv", [$"x{i}", "w"], $"x{i + 1}", job));
        return Model(graph.Message(5, Weights(job)), Image(job, Float), Output($"x{length}"));
    }

    /// <summary>As many float convolutions of one image; a bias of its own makes each another one, and a global pool leaves little to bring out of its layout.</summary>
    public static byte[] Branches(ConvolutionJob job, int count)
    {
        var graph = new Protobuf();
        for (int i = 0; i < count; i++)
        {
            graph.Message(1, Window("Conv", ["x0", "w", $"b{i}"], $"y{i}", job)).Message(1, Node("GlobalAveragePool", [$"y{i}"], $"z{i}"));
            graph.Message(5, Tensor($"b{i}", [job.Outputs], seed: i));
        }
        return Model(graph.Message(5, Weights(job)), Image(job, Float), [.. Enumerable.Range(0, count).Select(i => Output($"z{i}"))]);
    }

    /// <summary>A chain of convolutions of 8-bit codes whose sums are requantized (QLinearConv): unsigned activations, signed weights, which is what ONNX Runtime is fastest with on x86.</summary>
    public static byte[] Int8Chain(ConvolutionJob job, int length)
    {
        var graph = new Protobuf();
        for (int i = 0; i < length; i++)
            graph.Message(1, Window("QLinearConv", [$"x{i}", "s", "a", "w", "s", "z", "t", "a"], $"x{i + 1}", job));
        graph.Message(5, Codes("w", Int8, [job.Outputs, job.Inputs, job.Filter, job.Filter])).Message(5, Scalar("s", 0.05f)).Message(5, Scalar("t", 2f)).Message(5, Codes("z", Int8, [])).Message(5, Codes("a", UInt8, []));
        return Model(graph, Image(job, UInt8), Output($"x{length}", UInt8));
    }

    /// <summary>x·W, x [rows, inputs].</summary>
    public static byte[] Dense(int rows, int inputs, int outputs) =>
        Model(new Protobuf().Message(1, Node("MatMul", ["x0", "w"], "x1")).Message(5, Tensor("w", [inputs, outputs], seed: 3)), Value("x0", Float, rows, inputs), Output("x1"));

    /// <summary>MaxPool or AveragePool.</summary>
    public static byte[] Pool(string op, ConvolutionJob job) =>
        Model(new Protobuf().Message(1, Window(op, ["x0"], "x1", job).Message(5, Ints("kernel_shape", [job.Filter, job.Filter]))), Image(job, Float), Output("x1"));

    /// <summary>An op without attributes.</summary>
    public static byte[] Plain(string op, params int[] shape) => Model(new Protobuf().Message(1, Node(op, ["x0"], "x1")), Value("x0", Float, shape), Output("x1"));

    private static Protobuf Window(string op, string[] inputs, string output, ConvolutionJob job)
    {
        Protobuf node = Node(op, inputs, output).Message(5, Ints("pads", [job.Pad, job.Pad, job.Pad, job.Pad])).Message(5, Ints("strides", [job.Stride, job.Stride]));
        return job.Groups == 1 ? node : node.Message(5, new Protobuf().Text(1, "group").Int(3, job.Groups).Int(20, 2));
    }

    private static Protobuf Weights(ConvolutionJob job) => Tensor("w", [job.Outputs, job.Inputs / job.Groups, job.Filter, job.Filter], seed: 3);

    private static Protobuf Image(ConvolutionJob job, int element) => Value("x0", element, job.Batch, job.Inputs, job.Size, job.Size);

    private static Protobuf Output(string name, int element = Float) => Value(name, element);

    private static byte[] Model(Protobuf graph, Protobuf input, params Protobuf[] outputs)
    {
        graph.Text(2, "g").Message(11, input);
        foreach (Protobuf output in outputs)
            graph.Message(12, output);
        return new Protobuf().Int(1, 8).Message(7, graph).Message(8, new Protobuf().Text(1, string.Empty).Int(2, 13)).ToArray();
    }

    private static Protobuf Node(string op, string[] inputs, string output)
    {
        var node = new Protobuf();
        foreach (string input in inputs)
            node.Text(1, input);
        return node.Text(2, output).Text(4, op);
    }

    private static Protobuf Ints(string name, int[] values)
    {
        Protobuf attribute = new Protobuf().Text(1, name);
        foreach (int value in values)
            attribute.Int(8, value);
        return attribute.Int(20, 7);
    }

    private static Protobuf Value(string name, int element, params int[] shape) => new Protobuf().Text(1, name).Message(2, Type(element, shape));

    // Without a shape where the runtime is to infer it.
    private static Protobuf Type(int element, int[] shape)
    {
        var dimensions = new Protobuf();
        foreach (int size in shape)
            dimensions.Message(1, new Protobuf().Int(1, size));
        Protobuf tensor = new Protobuf().Int(1, element);
        return new Protobuf().Message(1, shape.Length == 0 ? tensor : tensor.Message(2, dimensions));
    }

    private static Protobuf Tensor(string name, int[] shape, int seed)
    {
        var random = new Random(seed);
        float[] values = new float[shape.Aggregate(1, (a, b) => a * b)];
        foreach (ref float x in values.AsSpan())
            x = (float)(random.NextDouble() - 0.5) / 8;
        return Sizes(shape).Int(2, Float).Text(8, name).Bytes(9, MemoryMarshal.AsBytes<float>(values));
    }

    private static Protobuf Codes(string name, int element, int[] shape)
    {
        byte[] values = new byte[shape.Aggregate(1, (a, b) => a * b)];
        if (shape.Length > 0)
            new Random(3).NextBytes(values);
        return Sizes(shape).Int(2, element).Text(8, name).Bytes(9, values);
    }

    private static Protobuf Scalar(string name, float value) => new Protobuf().Int(2, Float).Text(8, name).Bytes(9, BitConverter.GetBytes(value));

    private static Protobuf Sizes(int[] shape)
    {
        var tensor = new Protobuf();
        foreach (int size in shape)
            tensor.Int(1, size);
        return tensor;
    }
}
