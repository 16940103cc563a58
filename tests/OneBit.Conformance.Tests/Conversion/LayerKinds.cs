using System.Collections.Immutable;
using OneBit.IR;
using OneBit.Layers;
using OneBit.Passes;
using OneBit.Tensors;
using Conv2D = OneBit.Layers.Conv2D;
using Conv3D = OneBit.Layers.Conv3D;
using DepthwiseConv2D = OneBit.Layers.DepthwiseConv2D;

namespace OneBit.Conformance;

/// <summary>Layers, quantizers, paddings and activations as a user would combine them, and what the conversions make of a combination.</summary>
internal static class LayerKinds
{
    private static readonly Size2D Three = new(3, 3);

    /// <summary>Input quantizers, by the name of their row.</summary>
    public static IReadOnlyList<(string Name, Func<Graph, Value, Value> Emit)> Quantizers { get; } =
    [
        ("SteSign", new SteSign().Emit),
        ("ApproxSign", new ApproxSign().Emit),
        ("SwishSign", new SwishSign().Emit),
        ("LSQ 1 bit, signed", new Lsq { Step = 0.3f, Signed = true }.Emit),
        ("sign(sign(x) + 0.1)", (g, x) => Sign(g, Binary(g, BinaryKind.Add, Sign(g, x), 0.1f))),
        ("where(x >= 0, 1, -1)", (g, x) => g.Emit(new Select(), Compare(g, CompareKind.GreaterEqual, x, 0), g.Emit(Literal.Scalar(1f)), g.Emit(Literal.Scalar(-1f)))),
        ("0.7 · sign", (g, x) => Binary(g, BinaryKind.Mul, new SteSign().Emit(g, x), 0.7f)),
        ("UnipolarSteSign", new UnipolarSteSign().Emit),
        ("SteHeaviside", new SteHeaviside().Emit),
        ("DoReFa 1 bit", new DoReFa { Bits = 1 }.Emit),
        ("LSQ 1 bit", new Lsq { Step = 0.3f }.Emit),
        ("cast(x > 1/3)", (g, x) => g.Emit(new Cast { To = DType.Float32 }, Compare(g, CompareKind.Greater, x, 1f / 3))),
        ("where(x < 0.5, 0, 2)", (g, x) => g.Emit(new Select(), Compare(g, CompareKind.Less, x, 0.5f), g.Emit(Literal.Scalar(0f)), g.Emit(Literal.Scalar(2f)))),
        ("DoReFa 2 bits", new DoReFa { Bits = 2 }.Emit),
        ("DoReFa 3 bits", new DoReFa { Bits = 3 }.Emit),
        ("LSQ 2 bits", new Lsq { Step = 0.3f, Bits = 2 }.Emit),
        ("SteTern", new SteTern().Emit),
        ("levels -0.5 and 1", new TwoLevel { Low = [-0.5f], High = [1f] }.Emit),
    ];

    /// <summary>Kernel quantizers.</summary>
    public static IReadOnlyList<(string Name, Quantizer? Quantizer)> Kernels { get; } =
    [
        ("SteSign, ApproxSign, SwishSign", new SteSign()),
        ("MagnitudeAwareSign", new MagnitudeAwareSign()),
        ("XnorWeightScale", new XnorWeightScale()),
        ("DoReFa 1 bit", new DoReFa { Bits = 1, Mode = DoReFaMode.Weights }),
        ("DoReFa 2 bits", new DoReFa { Bits = 2, Mode = DoReFaMode.Weights }),
        ("SteTern", new SteTern()),
        ("none", null),
    ];

    /// <summary>Paddings.</summary>
    public static IReadOnlyList<string> Paddings { get; } = ["valid", "same, 0", "same, 1", "same, -1", "causal", "explicit, 0", "explicit, 1"];

    /// <summary>What may lie behind a layer.</summary>
    public static IReadOnlyList<(string Name, Func<Graph, Value, Value> Emit)> Behind { get; } =
    [
        ("nothing", (_, y) => y),
        ("batch norm", Normalized),
        ("ReLU", (g, y) => Clamp(g, y, UnaryKind.Relu)),
        ("ReLU6", (g, y) => Clamp(g, y, UnaryKind.Relu6)),
        ("clip to [-1, 1]", (g, y) => Clamp(g, y, UnaryKind.ReluN1To1)),
        ("ReLU, batch norm", (g, y) => Normalized(g, Clamp(g, y, UnaryKind.Relu))),
        ("ReLU6, batch norm", (g, y) => Normalized(g, Clamp(g, y, UnaryKind.Relu6))),
        ("batch norm, ReLU", (g, y) => Clamp(g, Normalized(g, y), UnaryKind.Relu)),
        ("batch norm, ReLU6", (g, y) => Clamp(g, Normalized(g, y), UnaryKind.Relu6)),
        ("batch norm, SteSign", (g, y) => new SteSign().Emit(g, Normalized(g, y))),
    ];

    /// <summary>Kinds of layers: name, shape of the input, paddings that they know, and the layer for a kernel quantizer, a border and what it is padded with.</summary>
    public static IReadOnlyList<Kind> All { get; } =
    [
        new("Conv2D", [1, 6, 6, 5], 5, (k, b, v) => new Conv2D { Filters = 4, KernelSize = Three, KernelQuantizer = k, Padding = b, PadValues = v }),
        new("Conv2D, stride 2", [1, 6, 6, 5], 5, (k, b, v) => new Conv2D { Filters = 4, KernelSize = Three, Strides = new(2, 2), KernelQuantizer = k, Padding = b, PadValues = v }),
        new("Conv2D, dilation 2", [1, 6, 6, 5], 5, (k, b, v) => new Conv2D { Filters = 4, KernelSize = Three, Dilation = new(2, 2), KernelQuantizer = k, Padding = b, PadValues = v }),
        new("Conv2D, larger than the image", [1, 2, 2, 5], 5, (k, b, v) => new Conv2D { Filters = 4, KernelSize = Three, KernelQuantizer = k, Padding = b, PadValues = v }) { IsTooSmallForValid = true },
        new("Conv2D, 2 groups", [1, 6, 6, 6], 5, (k, b, v) => new Conv2D { Filters = 4, KernelSize = Three, Groups = 2, KernelQuantizer = k, Padding = b, PadValues = v }),
        new("DepthwiseConv2D", [1, 6, 6, 5], 5, (k, b, v) => new DepthwiseConv2D { KernelSize = Three, DepthwiseQuantizer = k, Padding = b, PadValues = v }),
        new("DepthwiseConv2D, 32 channels", [1, 6, 6, 32], 5, (k, b, v) => new DepthwiseConv2D { KernelSize = Three, DepthwiseQuantizer = k, Padding = b, PadValues = v }),
        new("SeparableConv2D", [1, 6, 6, 5], 5, (k, b, v) => new SeparableConv2D { Filters = 4, KernelSize = Three, DepthwiseQuantizer = k, PointwiseQuantizer = k, Padding = b, PadValues = v }),
        new("SeparableConv2D, multiplier 2", [1, 6, 6, 5], 5, (k, b, v) => new SeparableConv2D { Filters = 4, KernelSize = Three, DepthMultiplier = 2, DepthwiseQuantizer = k, PointwiseQuantizer = k, Padding = b, PadValues = v }),
        new("Conv1D", [1, 6, 5], 6, (k, b, v) => new Conv1D { Filters = 4, KernelSize = 3, KernelQuantizer = k, Padding = b, PadValues = v }) { HasCausal = true },
        new("Conv2DTranspose, stride 2", [1, 6, 6, 5], 2, (k, b, _) => new Conv2DTranspose { Filters = 4, KernelSize = Three, Strides = new(2, 2), KernelQuantizer = k, Padding = b }),
        new("Conv2DTranspose, stride 1", [1, 6, 6, 5], 2, (k, b, _) => new Conv2DTranspose { Filters = 4, KernelSize = Three, KernelQuantizer = k, Padding = b }),
        new("Conv2DTranspose, dilation 2", [1, 6, 6, 5], 2, (k, b, _) => new Conv2DTranspose { Filters = 4, KernelSize = Three, Dilation = new(2, 2), KernelQuantizer = k, Padding = b }),
        new("Dense", [1, 20], 1, (k, _, _) => new Dense { Units = 4, KernelQuantizer = k }),
        new("Conv3D", [1, 4, 4, 4, 3], 5, (k, b, v) => new Conv3D { Filters = 4, KernelSize = new(3, 3, 3), KernelQuantizer = k, Padding = b, PadValues = v }),
        new("Conv3D, 2 groups", [1, 4, 4, 4, 6], 4, (k, b, v) => new Conv3D { Filters = 4, KernelSize = new(3, 3, 3), Groups = 2, KernelQuantizer = k, Padding = b, PadValues = v }),
        new("Conv3DTranspose, stride 2", [1, 3, 4, 4, 3], 2, (k, b, _) => new Conv3DTranspose { Filters = 4, KernelSize = new(3, 3, 3), Strides = new(2, 2, 2), KernelQuantizer = k, Padding = b }),
        new("Conv3DTranspose, stride 1", [1, 3, 4, 4, 3], 2, (k, b, _) => new Conv3DTranspose { Filters = 4, KernelSize = new(3, 3, 3), KernelQuantizer = k, Padding = b }),
        new("LocallyConnected1D", [1, 6, 5], 1, (k, _, _) => new LocallyConnected1D { Filters = 4, KernelSize = 3, KernelQuantizer = k }),
        new("LocallyConnected2D", [1, 6, 6, 5], 1, (k, _, _) => new LocallyConnected2D { Filters = 4, KernelSize = Three, KernelQuantizer = k }),
    ];

    /// <summary>Null where the layer runs on bits, else the reason's code.</summary>
    public static string? Convert(ConversionTarget target, Kind kind, Func<Graph, Value, Value> quantizer, Quantizer? kernel, string padding, Func<Graph, Value, Value> behind)
    {
        Graph graph = Build(kind, quantizer, kernel, padding, behind);
        IReadOnlyList<Refusal> refusals = [];
        var options = new PassOptions { AfterPass = (pass, after) => refusals = pass == Binarize.Pass || pass == Binarize.LcePass ? Refusals.Explain(after, target) : refusals };
        PassRunner.Run(graph, target == ConversionTarget.Lce ? Pipelines.ToLce : Pipelines.ToOneBit, options);
        bool isFloat = graph.Nodes.Any(node => node.Op is IR.Conv2D or IR.DepthwiseConv2D or IR.Conv3D or TransposeConv or FullyConnected or BatchMatMul);
        return isFloat ? refusals is [var first, ..] ? first.Code : "not-recognized" : null;
    }

    /// <summary>The layer behind a quantizer, as it is imported.</summary>
    public static Graph Build(Kind kind, Func<Graph, Value, Value> quantizer, Quantizer? kernel, string padding, Func<Graph, Value, Value> behind)
    {
        var graph = new Graph { Origins = ["layer"] };
        Value x = quantizer(graph, graph.AddInput(new TensorType(DType.Float32, kind.Input)));
        if (padding.StartsWith("explicit", StringComparison.Ordinal))
            x = Padded(graph, x, padding.EndsWith('1') ? 1 : 0);
        BorderMode border = padding == "causal" ? BorderMode.Causal : padding.StartsWith("same", StringComparison.Ordinal) ? BorderMode.Same : BorderMode.Valid;
        Layer layer = kind.Layer(kernel, border, padding switch { "same, 1" => 1, "same, -1" => -1, _ => 0 });
        Value[] weights = [.. layer.Weights([x.Type.Shape]).Select((spec, i) => graph.Emit(Weight(spec.Shape, i)))];
        graph.SetOutputs(behind(graph, layer.Emit(graph, [x], weights)[0]));
        return graph;
    }

    private static Literal Weight(Shape shape, int seed) =>
        Literal.Of<float>(shape, [.. Enumerable.Range(0, (int)shape.ElementCount).Select(i => MathF.Sin((13 * seed) + (2.3f * i)))]);

    // One in front, as other frameworks pad, around everything between batch and channels.
    private static Value Padded(Graph graph, Value x, float value)
    {
        int rank = x.Type.Shape.Rank;
        int[] pads = [.. Enumerable.Range(0, rank).SelectMany(d => d == 0 || d == rank - 1 ? new[] { 0, 0 } : [2, 0])];
        return graph.Emit(new Pad(), x, graph.Emit(Literal.Of<int>([rank, 2], pads)), graph.Emit(Literal.Scalar(value)));
    }

    private static Value Normalized(Graph graph, Value y)
    {
        var layer = new BatchNormalization();
        Literal[] weights = [.. layer.Weights([y.Type.Shape]).Select((spec, i) => Weight(spec.Shape, i).Map(v => i == 3 ? 1 + MathF.Abs(v) : v))];
        return layer.Emit(graph, [y], [.. weights.Select(weight => graph.Emit(weight))])[0];
    }

    private static Value Clamp(Graph graph, Value y, UnaryKind kind) => graph.Emit(new Unary { Kind = kind }, y);

    private static Value Sign(Graph graph, Value x) => graph.Emit(new Unary { Kind = UnaryKind.Sign }, x);

    private static Value Binary(Graph graph, BinaryKind kind, Value x, float y) => graph.Emit(new Binary { Kind = kind }, x, graph.Emit(Literal.Scalar(y)));

    private static Value Compare(Graph graph, CompareKind kind, Value x, float y) => graph.Emit(new Compare { Kind = kind }, x, graph.Emit(Literal.Scalar(y)));

    /// <summary>A kind of layer.</summary>
    internal sealed record Kind(string Name, Shape Input, int Borders, Func<Quantizer?, BorderMode, float, Layer> Layer)
    {
        public bool HasCausal { get; init; }

        public bool IsTooSmallForValid { get; init; }

        /// <summary>The same with all sizes but batch and channels open.</summary>
        public Kind Open => this with { Input = [Input[0], .. Enumerable.Repeat(Shape.Unknown, Input.Rank - 2), Input[^1]] };

        /// <summary>Whether the layer can be written with that padding.</summary>
        public bool Knows(string padding) => padding switch
        {
            "valid" => !IsTooSmallForValid,
            "same, 0" => Borders >= 2,
            "same, 1" or "same, -1" => Borders >= 4,
            "causal" => HasCausal,
            _ => Borders >= 5 && !IsTooSmallForValid,
        };
    }
}
