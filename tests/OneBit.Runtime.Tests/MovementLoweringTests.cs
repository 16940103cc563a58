using CsCheck;
using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Runtime.Tests.Lowered;

namespace OneBit.Runtime.Tests;

/// <summary>Fast paths that compare, choose and cut: equal to the plain loops, over random shapes.</summary>
public sealed class MovementLoweringTests
{
    private const string Seed = "0000KOIPe036";

    private static readonly Gen<int[]> Sizes = Gen.Int[1, 6].Array[1, 4];

    [Fact]
    public void Comparisons_and_choices_are_equal_over_broadcasts() =>
        Gen.Select(Sizes, Gen.Int[0, 4095], Gen.Enum<CompareKind>(), Gen.Int[0, 1 << 20]).Sample(
            (sizes, ones, kind, seed) =>
            {
                var graph = new Graph();
                Value x = Input(graph, sizes, ones & 15), y = Input(graph, sizes, (ones >> 4) & 15), z = Input(graph, sizes, ones >> 8);
                Value holds = graph.Emit(new Compare { Kind = kind }, x, y);
                Value whole = graph.Emit(new Compare { Kind = kind }, graph.Emit(new Values(seed).Integers(x.Type.Shape, 3)), graph.Emit(new Values(seed + 1).Integers(y.Type.Shape, 3)));
                graph.SetOutputs(holds, graph.Emit(new Select(), holds, x, z), graph.Emit(new Select(), whole, holds, holds));
                Compare(graph, new Values(seed), 0);
            },
            iter: 300,
            seed: Seed);

    [Fact]
    public void A_legacy_condition_chooses_along_the_first_dimension()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [3, 2, 2])), y = graph.AddInput(new TensorType(DType.Float32, [3, 2, 2]));
        Value condition = graph.Emit(new Compare { Kind = CompareKind.Greater }, graph.AddInput(new TensorType(DType.Float32, [3])), graph.Emit(Literal.Scalar(0f)));
        graph.SetOutputs(graph.Emit(new Select { Legacy = true }, condition, x, y));
        Compare(graph, new Values(1), 0);
    }

    [Theory]
    [InlineData(0f, 1e-40f)]
    [InlineData(-0f, -1e-40f)]
    public void Subnormal_numbers_compare_as_zero(float left, float right)
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1]));
        graph.SetOutputs(graph.Emit(new Compare { Kind = CompareKind.Equal }, x, graph.Emit(Literal.Vector(right))));
        using var model = Model.FromGraph(graph);
        using Session session = model.CreateSession();
        Assert.Equal([1], session.Run([Literal.Vector(left)], TestContext.Current.CancellationToken)[0].Bytes.ToArray());
    }

    [Fact]
    public void Blocks_are_equal() =>
        Gen.Select(Sizes, Gen.Int[0, 5].Array[4], Gen.Int[0, 5].Array[4], Gen.Int[0, 1 << 20]).Sample(
            (sizes, begins, lengths, seed) =>
            {
                var graph = new Graph();
                Value x = Input(graph, sizes, 0);
                int[] begin = [.. sizes.Select((d, i) => begins[i] % d)];
                int[] length = [.. sizes.Select((d, i) => lengths[i] == 0 ? -1 : 1 + (lengths[i] % (d - begin[i])))];
                graph.SetOutputs(graph.Emit(new Slice(), x, graph.Emit(Literal.Vector(begin)), graph.Emit(Literal.Vector(length))));
                Whole(graph, seed);
            },
            iter: 200,
            seed: Seed);

    [Fact]
    public void Strided_slices_are_equal() =>
        Gen.Select(Sizes, Gen.Int[-8, 8].Array[4], Gen.Int[-8, 8].Array[4], Gen.Int[-3, 3].Array[4], Gen.Int[0, 15].Array[4], Gen.Int[0, 1 << 20]).Sample(
            (sizes, begin, end, stride, masks, seed) =>
            {
                int named = Math.Min(sizes.Length, 1 + (seed % 4));
                var op = new StridedSlice { BeginMask = masks[0], EndMask = masks[1], ShrinkAxisMask = masks[2] & masks[3], EllipsisMask = seed % 5 == 0 ? 1 : 0, NewAxisMask = seed % 7 == 0 ? 2 : 0 };
                int[] step = [.. stride.Take(named).Select(s => s == 0 ? 1 : s)];
                var graph = new Graph();
                Value x = Input(graph, sizes, 0);
                try
                {
                    graph.SetOutputs(graph.Emit(op, x, graph.Emit(Literal.Vector<int>(begin.AsSpan(0, named))), graph.Emit(Literal.Vector<int>(end.AsSpan(0, named))), graph.Emit(Literal.Vector(step))));
                }
                catch (ModelFormatException)
                {
                    // An index beyond its dimension, or one dimension too many.
                    return;
                }
                if (graph.Outputs[0].Type.Shape.ElementCount > 0)
                    Whole(graph, seed);
            },
            iter: 500,
            seed: Seed);

    [Fact]
    public void Gathered_slices_are_equal() =>
        Gen.Select(Sizes, Gen.Int[-4, 3], Gen.Int[0, 5].Array[1, 6], Gen.Int[0, 1 << 20]).Sample(
            (sizes, axis, picked, seed) =>
            {
                if (axis < -sizes.Length || axis >= sizes.Length)
                    return;
                var graph = new Graph();
                Value x = Input(graph, sizes, 0);
                int size = sizes[axis < 0 ? axis + sizes.Length : axis];
                Literal indices = seed % 3 == 0 ? Literal.Scalar(picked[0] % size) : Literal.Of<int>([picked.Length, 1], [.. picked.Select(i => i % size)]);
                graph.SetOutputs(graph.Emit(new Gather { Axis = axis }, x, graph.Emit(indices)));
                Whole(graph, seed);
            },
            iter: 300,
            seed: Seed);

    [Fact]
    public void Blocks_of_pixels_are_equal() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[0, 1 << 20]).Sample(
            (batch, height, width, channels, block, seed) =>
            {
                var graph = new Graph();
                graph.SetOutputs(graph.Emit(new DepthToSpace { Block = block }, Input(graph, [batch, height, width, channels * block * block], 0)));
                Whole(graph, seed);
            },
            iter: 200,
            seed: Seed);

    // A slice of everything is dropped when the model is loaded; the comparison needs a step.
    private static void Whole(Graph graph, int seed)
    {
        Value cut = graph.Outputs[0];
        graph.SetOutputs(graph.Emit(new Unary { Kind = UnaryKind.Neg }, cut));
        Compare(graph, new Values(seed), 0);
    }

    private static Value Input(Graph graph, int[] sizes, int ones) =>
        graph.AddInput(new TensorType(DType.Float32, Shape.Create([.. sizes.Select((d, i) => ((ones >> i) & 1) == 1 ? 1 : d)])));
}
