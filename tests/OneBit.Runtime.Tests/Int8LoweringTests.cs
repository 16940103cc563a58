using CsCheck;
using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Runtime.Tests.Lowered;

namespace OneBit.Runtime.Tests;

/// <summary>Fast paths of int8 codes: equal to the plain loops to the last code, over random shapes, broadcasts and quantizations.</summary>
public sealed class Int8LoweringTests
{
    private const string Seed = "0000KOIPe036";

    private static readonly Gen<Quantization> Quantizations =
        Gen.Select(Gen.Int[1, 400], Gen.Int[-128, 127]).Select((scale, zero) => new Quantization(scale / 8000f, zero));

    private static readonly Gen<int[]> Sizes = Gen.Int[1, 7].Array[1, 4];

    [Fact]
    public void Sums_differences_and_products_are_equal_over_broadcasts() =>
        Gen.Select(Sizes, Gen.Int[0, 255], Gen.Select(Quantizations, Quantizations, Quantizations), Gen.Int[0, 2], Gen.Enum<Activation>(), Gen.Int[0, 1 << 20]).Sample(
            (sizes, ones, q, kind, activation, seed) =>
            {
                BinaryKind function = new[] { BinaryKind.Add, BinaryKind.Sub, BinaryKind.Mul }[kind];
                var graph = new Graph();
                Value x = Codes(graph, Shape.Create(Broadcast(sizes, ones & 15)), q.Item1), y = Codes(graph, Shape.Create(Broadcast(sizes, ones >> 4)), q.Item2);
                var op = new Binary { Kind = function, Activation = activation };
                Shape shape = Broadcasting.Common(x.Type.Shape, y.Type.Shape) ?? throw new InvalidOperationException("shapes were made to broadcast");
                graph.SetOutputs(graph.Add(op, [x, y], [new TensorType(DType.Int8, shape, q.Item3)]).Results[0]);
                Compare(graph, new Values(seed), 0);
            },
            iter: 300,
            seed: Seed);

    [Fact]
    public void Softmax_is_equal() =>
        Gen.Select(Sizes, Quantizations, Gen.Int[1, 40], Gen.Bool, Gen.Int[0, 1 << 20]).Sample(
            (sizes, q, beta, isUsual, seed) =>
            {
                var graph = new Graph();
                Value x = Codes(graph, Shape.Create(sizes), q);
                Quantization result = isUsual ? new Quantization(1 / 256f, -128) : new Quantization(1 / 100f, 3);
                graph.SetOutputs(graph.Add(new Softmax { Beta = beta / 4f }, [x], [new TensorType(DType.Int8, x.Type.Shape, result)]).Results[0]);
                Compare(graph, new Values(seed), 0);
            },
            iter: 200,
            seed: Seed);

    [Fact]
    public void Means_over_neighbouring_dimensions_are_equal() =>
        Gen.Select(Gen.Int[1, 9].Array[4], Gen.Int[0, 3], Gen.Int[1, 4], Gen.Bool, Gen.Select(Quantizations, Quantizations), Gen.Int[0, 1 << 20]).Sample(
            (sizes, first, count, keep, q, seed) =>
            {
                var graph = new Graph();
                Value x = Codes(graph, Shape.Create(sizes), q.Item1);
                int[] axes = [.. Enumerable.Range(first, Math.Min(count, 4 - first)).Select(axis => axis % 2 == 0 ? axis : axis - 4)];
                var op = new Reduce { Kind = ReduceKind.Mean, KeepDims = keep };
                Shape shape = Shape.Create([.. sizes.Select((d, i) => Has(axes, i) ? 1 : d).Where((_, i) => keep || !Has(axes, i))]);
                graph.SetOutputs(graph.Add(op, [x, graph.Emit(Literal.Vector(axes))], [new TensorType(DType.Int8, shape, q.Item2)]).Results[0]);
                Compare(graph, new Values(seed), 0);
            },
            iter: 200,
            seed: Seed);

    private static bool Has(int[] axes, int dimension) => axes.Contains(dimension) || axes.Contains(dimension - 4);

    // Dimensions whose bit is set become 1; leading ones of them go away.
    private static int[] Broadcast(int[] sizes, int ones)
    {
        int[] mixed = [.. sizes.Select((d, i) => ((ones >> i) & 1) == 1 ? 1 : d)];
        return [.. mixed.SkipWhile((d, i) => d == 1 && i < mixed.Length - 1)];
    }

    private static Value Codes(Graph graph, Shape shape, Quantization quantization)
    {
        Value x = graph.AddInput(new TensorType(DType.Float32, shape));
        return graph.Add(new Quantize(), [x], [new TensorType(DType.Int8, shape, quantization)]).Results[0];
    }
}
