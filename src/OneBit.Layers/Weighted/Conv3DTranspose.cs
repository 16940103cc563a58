using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>
/// Conv3DTranspose, QuantConv3DTranspose: the gradient of a convolution of volumes with respect to its input; kernel [depth, height, width, filters, in]. Sizes are those of <see cref="Conv2DTranspose"/>.
/// Computed as transposed convolutions of images: y[d] is that of the planes x[i] with i·stride + t − pad = d for a tap t, which lie side by side as channels; depths of the result that the same taps
/// reach are images of a batch. A depth that no tap reaches is the bias.
/// </summary>
public sealed record Conv3DTranspose : WeightedLayer
{
    /// <summary>Number of output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Size of the window.</summary>
    public required Size3D KernelSize { get; init; }

    /// <summary>Step between windows.</summary>
    public Size3D Strides { get; init; } = Size3D.One;

    /// <summary>Treatment of the border.</summary>
    public BorderMode Padding { get; init; }

    /// <summary>Planes, rows and columns added at one side; null for Keras's default.</summary>
    public Size3D? OutputPadding { get; init; }

    /// <summary>Quantizes the kernel; null for the identity.</summary>
    public Quantizer? KernelQuantizer { get; init; }

    private IR.Padding WindowPadding => Padding == BorderMode.Same ? IR.Padding.Same : IR.Padding.Valid;

    private protected override IReadOnlyList<KernelSpec> Kernels(Shape input) =>
        [new("kernel", [KernelSize.Depth, KernelSize.Height, KernelSize.Width, Filters, this.Known(this.Rank(input, 5), -1)], KernelQuantizer)];

    private protected override Shape BiasShape(Shape input) => [Filters];

    private protected override Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias)
    {
        if (Enumerable.Range(1, 3).Any(i => x.Type.Shape[i] == Shape.Unknown))
            throw this.NeedsSizes(x.Type.Shape, "as its result's size follows from it");
        Segment[] segments = [.. Segments(x.Type.Shape[1])];
        Value[] parts = [.. segments.Select(segment => Images(graph, x, segment, kernels[0], bias))];
        Value joined = parts is [var only] ? only : graph.Emit(new Concat { Axis = 1 }, parts);
        int[] places = [.. segments.SelectMany(segment => Enumerable.Range(0, segment.Count).Select(k => segment.First + (k * Strides.Depth)))];
        int[] order = [.. Enumerable.Range(0, places.Length).Select(d => Array.IndexOf(places, d))];
        return order.SequenceEqual(Enumerable.Range(0, order.Length)) ? joined : graph.Emit(new Gather { Axis = 1 }, joined, graph.Ints(order));
    }

    private Value Images(Graph graph, Value x, Segment segment, Value kernel, Value? bias)
    {
        Shape volume = x.Type.Shape;
        Value[] planes = [.. segment.Taps.Select(tap => graph.Emit(
            new StridedSlice { BeginMask = 0b01, EndMask = 0b01 }, x, graph.Ints(0, tap.Plane), graph.Ints(0, tap.Plane + segment.Count), graph.Ints(1, 1)))];
        Value stacked = graph.Reshape(graph.Emit(new Concat { Axis = 4 }, planes), new Extent(Shape.Unknown), volume[2], volume[3], planes.Length * volume[4]);
        int height = TransposedSize.Of(volume[2], KernelSize.Height, Strides.Height, OutputPadding?.Height, Padding), width = TransposedSize.Of(volume[3], KernelSize.Width, Strides.Width, OutputPadding?.Width, Padding);
        Value shape = graph.ShapeVector(stacked, Extent.Of(stacked, 0), height, width, Filters);
        var convolution = new TransposeConv { Stride = new(Strides.Height, Strides.Width), Padding = WindowPadding };
        Value y = graph.Add(convolution, [shape, Taps(graph, kernel, segment, volume[4]), stacked, bias], [new TensorType(DType.Float32, [stacked.Type.Shape[0], height, width, Filters])]).Results[0];
        return graph.Reshape(y, new Extent(Shape.Unknown), segment.Count, height, width, Filters);
    }

    // [tap, height, width, filters, in] → [filters, height, width, tap·in]
    private Value Taps(Graph graph, Value kernel, Segment segment, int channels)
    {
        Value taps = graph.Emit(new Gather(), kernel, graph.Ints([.. segment.Taps.Select(tap => tap.Tap)]));
        Value reached = segment.IsReached ? taps : graph.Binary(BinaryKind.Mul, taps, 0);
        return graph.Reshape(graph.Transpose(reached, 3, 1, 2, 0, 4), Filters, KernelSize.Height, KernelSize.Width, segment.Taps.Count * channels);
    }

    private IEnumerable<Segment> Segments(int planes)
    {
        int depth = TransposedSize.Of(planes, KernelSize.Depth, Strides.Depth, OutputPadding?.Depth, Padding);
        int pad = Windows.Pads(depth, KernelSize.Depth, Strides.Depth, 1, WindowPadding).Before;
        (int Tap, int Plane)[] Reaching(int d) =>
            [.. Enumerable.Range(0, planes).Select(i => (Tap: d + pad - (i * Strides.Depth), Plane: i)).Where(pair => pair.Tap >= 0 && pair.Tap < KernelSize.Depth)];
        for (int phase = 0; phase < Math.Min(depth, Strides.Depth); phase++)
        {
            for (int d = phase, count; d < depth; d += count * Strides.Depth)
            {
                (int Tap, int Plane)[] reaching = Reaching(d);
                count = 1;
                while (reaching.Length > 0 && d + (count * Strides.Depth) < depth && Reaching(d + (count * Strides.Depth)).Select(pair => pair.Tap).SequenceEqual(reaching.Select(pair => pair.Tap)))
                    count++;
                yield return new Segment(d, count, reaching.Length > 0 ? reaching : [(0, 0)], reaching.Length > 0);
            }
        }
    }

    /// <summary>Depths of the result, a stride apart, that the same taps reach: the first, how many, and for each tap the plane that is under it for the first of them; without any, tap and plane 0, to be taken as zeros.</summary>
    private sealed record Segment(int First, int Count, IReadOnlyList<(int Tap, int Plane)> Taps, bool IsReached);
}
