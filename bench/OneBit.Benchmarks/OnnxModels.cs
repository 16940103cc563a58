using System.Runtime.InteropServices;

namespace OneBit.Benchmarks;

/// <summary>ONNX models of single layers (fields as in onnx.proto3; NCHW, weights OIHW), made in memory.</summary>
internal static class OnnxModels
{
    private const int Float = 1, UInt8 = 2, Int8 = 3;

    /// <summary>A chain of <paramref name="length"/> float convolutions: the cost of one is the difference of two chains, without the change of layout at both ends.</summary>
    public static byte[] Convolutions(ConvolutionJob job, int length)
    {
        int[] pads = [job.Pad, job.Pad, job.Pad, job.Pad], strides = [job.Stride, job.Stride];
        var graph = new Protobuf();
        for (int i = 0; i < length; i++)
            graph.Message(1, Node("Conv", [$"x{i}", "w"], $"x{i + 1}").Message(5, Ints("pads", pads)).Message(5, Ints("strides", strides)));
        graph.Message(5, Tensor("w", [job.Outputs, job.Inputs, job.Filter, job.Filter]));
        return Model(graph, Value("x0", Float, 1, job.Inputs, job.Size, job.Size), Output(length));
    }

    /// <summary>A chain of convolutions of 8-bit codes whose sums are requantized (QLinearConv): unsigned activations, signed weights, which is what ONNX Runtime is fastest with on x86.</summary>
    public static byte[] Int8Convolutions(ConvolutionJob job, int length)
    {
        int[] pads = [job.Pad, job.Pad, job.Pad, job.Pad], strides = [job.Stride, job.Stride];
        var graph = new Protobuf();
        for (int i = 0; i < length; i++)
            graph.Message(1, Node("QLinearConv", [$"x{i}", "s", "a", "w", "s", "z", "t", "a"], $"x{i + 1}").Message(5, Ints("pads", pads)).Message(5, Ints("strides", strides)));
        graph.Message(5, Codes("w", Int8, [job.Outputs, job.Inputs, job.Filter, job.Filter])).Message(5, Scalar("s", 0.05f)).Message(5, Scalar("t", 2f)).Message(5, Codes("z", Int8, [])).Message(5, Codes("a", UInt8, []));
        return Model(graph, Value("x0", UInt8, 1, job.Inputs, job.Size, job.Size), new Protobuf().Text(1, $"x{length}").Message(2, Type(UInt8, [])));
    }

    /// <summary>x·W, x [rows, inputs].</summary>
    public static byte[] Dense(int rows, int inputs, int outputs)
    {
        Protobuf graph = new Protobuf().Message(1, Node("MatMul", ["x0", "w"], "x1")).Message(5, Tensor("w", [inputs, outputs]));
        return Model(graph, Value("x0", Float, rows, inputs), Output(1));
    }

    private static Protobuf Output(int length) => new Protobuf().Text(1, $"x{length}").Message(2, Type(Float, []));

    private static byte[] Model(Protobuf graph, Protobuf input, Protobuf output) =>
        new Protobuf().Int(1, 8).Message(7, graph.Text(2, "g").Message(11, input).Message(12, output)).Message(8, new Protobuf().Text(1, string.Empty).Int(2, 13)).ToArray();

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

    private static Protobuf Tensor(string name, int[] shape)
    {
        var random = new Random(3);
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
