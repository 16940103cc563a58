using CsCheck;
using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Runtime.Tests.Lowered;

namespace OneBit.Runtime.Tests;

/// <summary>Each fast path against the plain loop, over random shapes and values, with one and two threads.</summary>
public sealed class LoweringTests
{
    private const string Seed = "0000KOIPe036";
    private const float SumTolerance = 2e-5f;
    private const float FunctionTolerance = 2e-6f;

    private static readonly Gen<(int Height, int Width, int Channels, int Outputs, int Taps, int Stride, int Seed)> Windows =
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[1, 3], Gen.Int[1, 2], Gen.Int[0, 1 << 20]);

    private static readonly Gen<Padding> Paddings = Gen.Bool.Select(same => same ? Padding.Same : Padding.Valid);

    [Fact]
    public void Convolutions_of_bits_are_exact_in_every_output_form() =>
        Gen.Select(Windows, Paddings, Gen.Int[0, 1], Gen.Int[0, 2], Gen.Enum<Activation>()).Where((w, padding, _, _, _) => Fits(w.Height, w.Width, w.Taps, padding)).Sample(
            (w, padding, padValues, form, activation) =>
            {
                var values = new Values(w.Seed);
                DType output = new[] { DType.Float32, DType.Int8, DType.Bits }[form];
                var graph = new Graph();
                Value x = graph.Emit(new BinaryQuantize(), graph.AddInput(new TensorType(DType.Float32, [2, w.Height, w.Width, w.Channels])));
                var op = new BinaryConv2D { Stride = new(w.Stride, w.Stride), Padding = padding, PadValues = padValues, Activation = activation, Output = output };
                Value filter = graph.Emit(values.Bits([w.Outputs, w.Taps, w.Taps, w.Channels]));
                Value? multiplier = form == 2 ? null : graph.Emit(values.Floats([w.Outputs]));
                Value? bias = form == 2 ? null : graph.Emit(values.Floats([w.Outputs]));
                Value? threshold = form == 2 ? graph.Emit(values.Integers([w.Outputs], w.Taps * w.Taps * w.Channels)) : null;
                Shape shape = graph.Emit(op, x, filter, multiplier, bias, threshold).Type.Shape;
                var type = new TensorType(output, shape, form == 1 ? new Quantization(0.5f, 3) : null);
                Value y = graph.Add(op, [x, filter, multiplier, bias, threshold], [type]).Results[0];
                graph.SetOutputs(form == 2 ? graph.Emit(new BinaryDequantize(), y) : y);
                graph.RemoveDeadNodes();
                Compare(graph, values, 0);
            },
            iter: 150,
            seed: Seed);

    [Fact]
    public void Convolutions_of_floats_are_within_the_tolerance_of_sums() =>
        Gen.Select(Windows, Paddings, Gen.Enum<Activation>()).Where((w, padding, _) => Fits(w.Height, w.Width, w.Taps, padding)).Sample(
            (w, padding, activation) =>
            {
                var values = new Values(w.Seed);
                var graph = new Graph();
                Value x = graph.AddInput(new TensorType(DType.Float32, [2, w.Height, w.Width, w.Channels]));
                var conv = new Conv2D { Stride = new(w.Stride, w.Stride), Padding = padding, Activation = activation };
                var depthwise = new DepthwiseConv2D { Stride = new(w.Stride, w.Stride), Padding = padding, Activation = activation };
                graph.SetOutputs(
                    graph.Emit(conv, x, graph.Emit(values.Floats([w.Outputs, w.Taps, w.Taps, w.Channels])), graph.Emit(values.Floats([w.Outputs]))),
                    graph.Emit(depthwise, x, graph.Emit(values.Floats([1, w.Taps, w.Taps, w.Channels])), graph.Emit(values.Floats([w.Channels]))));
                Compare(graph, values, SumTolerance * w.Taps * w.Taps * w.Channels);
            },
            iter: 60,
            seed: Seed);

    [Fact]
    public void Pools_and_means_are_within_the_tolerance_of_sums() =>
        Gen.Select(Windows, Paddings, Gen.Enum<IR.PoolKind>()).Where((w, padding, _) => Fits(w.Height, w.Width, w.Taps, padding)).Sample(
            (w, padding, kind) =>
            {
                var values = new Values(w.Seed);
                var graph = new Graph();
                Value x = graph.AddInput(new TensorType(DType.Float32, [2, w.Height, w.Width, w.Channels]));
                Value bits = graph.Emit(new BinaryQuantize(), x);
                var bitPool = new BinaryMaxPool2D { Filter = new(w.Taps, w.Taps), Stride = new(w.Stride, w.Stride), Padding = padding };
                graph.SetOutputs(
                    graph.Emit(new Pool2D { Kind = kind, Filter = new(w.Taps, w.Taps), Stride = new(w.Stride, w.Stride), Padding = padding }, x),
                    graph.Emit(new BinaryDequantize(), graph.Emit(bitPool, bits)),
                    graph.Emit(new Reduce { Kind = ReduceKind.Mean }, x, graph.Emit(Literal.Vector(1, 2))));
                Compare(graph, values, SumTolerance);
            },
            iter: 60,
            seed: Seed);

    [Fact]
    public void Movement_and_arithmetic_agree_over_shapes() =>
        Windows.Sample(
            w =>
            {
                var values = new Values(w.Seed);
                var graph = new Graph();
                Value x = graph.AddInput(new TensorType(DType.Float32, [2, w.Height, w.Width, w.Channels]));
                Value scaled = graph.Emit(new Binary { Kind = BinaryKind.Mul }, x, graph.Emit(values.Floats([w.Channels])));
                Value sloped = graph.Emit(new PRelu(), scaled, graph.Emit(values.Floats([1, 1, w.Channels])));
                Value padded = graph.Emit(new Pad(), sloped, graph.Emit(Literal.Of<int>([4, 2], [0, 1, 2, 0, 1, 1, 0, 3])));
                Value twice = graph.Emit(new Concat { Axis = 2 }, x, sloped);
                graph.SetOutputs(
                    graph.Add(new Split { Count = 2 }, [graph.Emit(Literal.Scalar(2)), twice]).Results[1],
                    graph.Emit(new Transpose(), padded, graph.Emit(Literal.Vector(0, 3, 1, 2))),
                    graph.Emit(new Concat { Axis = 3 }, x, sloped),
                    graph.Emit(new Concat { Axis = 1 }, x, sloped, x),
                    graph.Emit(new Binary { Kind = BinaryKind.Maximum }, x, sloped),
                    graph.Emit(new Softmax(), x));
                Compare(graph, values, FunctionTolerance);
            },
            iter: 60,
            seed: Seed);

    private static bool Fits(int height, int width, int taps, Padding padding) => padding == Padding.Same || (height >= taps && width >= taps);
}
