using OneBit.IR;
using OneBit.Layers;
using OneBit.Passes;
using OneBit.Reference;
using OneBit.Tensors;
using OneBit.TfLite;

namespace OneBit.Conformance;

/// <summary>Networks whose image size is not known when they are converted: at each size they give what the conversion for that size gives.</summary>
public sealed class OpenSizeTests
{
    private static readonly string[] Quantizers = ["SteSign", "where(x >= 0, 1, -1)", "UnipolarSteSign", "LSQ 2 bits", "levels -0.5 and 1"];

    /// <summary>What has to know its size, by kind and padding.</summary>
    private static readonly (string Kind, string? Padding)[] NeedSizes =
    [
        ("Conv2D, stride 2", "same, 1"),
        ("Conv2D, stride 2", "same, -1"),
        ("Conv2DTranspose, stride 2", null),
        ("Conv2DTranspose, stride 1", null),
        ("Conv3DTranspose, stride 2", null),
        ("Conv3DTranspose, stride 1", null),
        ("LocallyConnected1D", null),
        ("LocallyConnected2D", null),
    ];

    public static TheoryData<string> Kinds => [.. LayerKinds.All.Where(kind => kind.Input.Rank > 2).Select(kind => kind.Name)];

    public static TheoryData<string> Networks => [.. OpenNetworks.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_layer_of_open_sizes_is_that_of_each_size(string name)
    {
        LayerKinds.Kind kind = LayerKinds.All.Single(one => one.Name == name);
        foreach ((string quantizer, Func<Graph, Value, Value> emit) in LayerKinds.Quantizers.Where(row => Quantizers.Contains(row.Name)))
        {
            foreach (string padding in LayerKinds.Paddings.Where(kind.Knows))
            {
                Graph Build(Shape input) => LayerKinds.Build(kind with { Input = input }, emit, new SteSign(), padding, LayerKinds.Behind[1].Emit);
                if (NeedSizes.Any(row => row.Kind == name && (row.Padding ?? padding) == padding))
                    Assert.Contains("known", Assert.Throws<ModelFormatException>(() => Build(Open(kind.Input))).Message, StringComparison.Ordinal);
                else
                    Check($"{quantizer}, {padding}", Build, kind.Input, Sizes(kind));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_of_open_sizes_is_that_of_each_size(string name)
    {
        Graph Build(Shape input)
        {
            var graph = new Graph { Origins = ["net"] };
            graph.SetOutputs(OpenNetworks.All[name](graph, graph.AddInput(new TensorType(DType.Float32, input))));
            return graph;
        }
        Check(name, Build, OpenNetworks.Input, [8, 9, 13]);
    }

    private static int[] Sizes(LayerKinds.Kind kind) => kind.IsTooSmallForValid ? [1, 2, 6] : [5, 6, 9];

    // All but batch and channels.
    private static Shape Open(Shape shape) => Sized(shape, _ => Shape.Unknown);

    private static Shape Sized(Shape shape, Func<int, int> size) => [shape[0], .. Enumerable.Range(1, shape.Rank - 2).Select(size), shape[^1]];

    private static void Check(string what, Func<Shape, Graph> build, Shape input, int[] sizes)
    {
        foreach ((string pipeline, IReadOnlyList<Pass> passes) in Pipelines.All)
        {
            Graph open = Converted(build(Open(input)), passes);
            foreach (int size in sizes)
            {
                Shape shape = Sized(input, axis => size + axis - 1); // dimensions differ
                Literal[] x = [Literal.Of<float>(shape, [.. Enumerable.Range(0, (int)shape.ElementCount).Select(i => MathF.Sin(1.7f * i))])];
                Literal expected = Run(Converted(build(shape), passes), x), actual = Run(open, x);
                Assert.True(expected.Type.Shape == actual.Type.Shape, $"{what}, {pipeline}: {actual.Type} where there should be {expected.Type}");
                Near(expected, actual, $"{what}, {pipeline}, {shape}");
            }
            if (pipeline is "onebit" or "lce")
                WritesAndRuns(what, open, input, sizes[^1]);
        }
    }

    // The file keeps what is open, and the runtime takes sizes as they come.
    private static void WritesAndRuns(string what, Graph open, Shape input, int size)
    {
        Graph read = TfLiteReader.Read(TfLiteWriter.Write(open), new TfLiteReadOptions { FileName = "converted" });
        Assert.Equal(open.Inputs[0].Type.Shape, read.Inputs[0].Type.Shape);
        Shape shape = Sized(input, axis => size + axis);
        Literal[] x = [Literal.Of<float>(shape, [.. Enumerable.Range(0, (int)shape.ElementCount).Select(i => MathF.Sin(1.7f * i))])];
        Near(Run(open, x), Executors.Named("runtime, 1 thread").Load(read)(x)[0], $"{what}, written and read, {shape}");
    }

    private static Graph Converted(Graph graph, IReadOnlyList<Pass> passes)
    {
        PassRunner.Run(graph, passes, new PassOptions(), TestContext.Current.CancellationToken);
        return graph;
    }

    private static Literal Run(Graph graph, Literal[] inputs) => ReferenceExecutor.Run(graph, inputs, TestContext.Current.CancellationToken)[0];

    private static void Near(Literal expected, Literal actual, string what)
    {
        float[] e = expected.Values<float>().ToArray(), a = actual.Values<float>().ToArray();
        float bound = 1e-5f * Math.Max(1, e.Max(Math.Abs));
        Assert.Equal(e.Length, a.Length);
        int wrong = Enumerable.Range(0, e.Length).FirstOrDefault(i => !(Math.Abs(e[i] - a[i]) <= bound), -1);
        Assert.True(wrong < 0, wrong < 0 ? string.Empty : $"{what}: element {wrong} is {a[wrong]} and should be {e[wrong]}");
    }
}
