using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>
/// Conv3D, QuantConv3D: inputs [batch, depth, height, width, channels], kernel [depth, height, width, in / groups, filters]. Groups are convolutions of their own, side by side.
/// </summary>
public sealed record Conv3D : Convolution
{
    /// <summary>Size of the window.</summary>
    public required Size3D KernelSize { get; init; }

    /// <summary>Step between windows.</summary>
    public Size3D Strides { get; init; } = Size3D.One;

    /// <summary>Step between the taps of a window.</summary>
    public Size3D Dilation { get; init; } = Size3D.One;

    private protected override IReadOnlyList<KernelSpec> Kernels(Shape input) =>
        [new("kernel", [KernelSize.Depth, KernelSize.Height, KernelSize.Width, GroupDepth(this.Rank(input, 5)), Filters], KernelQuantizer)];

    private protected override Value Sum(Graph graph, Value x, IReadOnlyList<Value> kernels, Value? bias)
    {
        if (Groups == 1)
            return Convolved(graph, x, kernels[0], bias);
        Shape shape = x.Type.Shape;
        int channels = GroupDepth(shape), filters = Filters % Groups == 0 ? Filters / Groups : throw this.Wrong($"filters in {Groups} groups", $"{Filters}");
        Value apart = graph.Reshape(x, Extent.Of(x, 0), Extent.Of(x, 1), Extent.Of(x, 2), Extent.Of(x, 3), Groups, channels);
        return graph.Emit(new Concat { Axis = 4 }, [.. Enumerable.Range(0, Groups).Select(g => Convolved(
            graph,
            Part(graph, apart, axis: 4, g, 1, drop: true),
            Part(graph, kernels[0], axis: 4, g * filters, filters),
            bias is null ? null : Part(graph, bias, axis: 0, g * filters, filters)))]);
    }

    // Elements first to first + count of a dimension; one of them may be all of it that is left.
    private static Value Part(Graph graph, Value x, int axis, int first, int count, bool drop = false)
    {
        int[] begin = new int[axis + 1], end = new int[axis + 1], step = [.. Enumerable.Repeat(1, axis + 1)];
        (begin[axis], end[axis]) = (first, first + count);
        int others = (1 << axis) - 1;
        return graph.Emit(new StridedSlice { BeginMask = others, EndMask = others, ShrinkAxisMask = drop ? 1 << axis : 0 }, x, graph.Ints(begin), graph.Ints(end), graph.Ints(step));
    }

    private Value Convolved(Graph graph, Value x, Value kernel, Value? bias)
    {
        (Value input, Padding padding) = this.Bordered(
            graph,
            x,
            Padding,
            PadValues,
            new(1, KernelSize.Depth, Strides.Depth, Dilation.Depth),
            new(2, KernelSize.Height, Strides.Height, Dilation.Height),
            new(3, KernelSize.Width, Strides.Width, Dilation.Width));
        var convolution = new IR.Conv3D
        {
            Stride = [Strides.Depth, Strides.Height, Strides.Width],
            Dilation = [Dilation.Depth, Dilation.Height, Dilation.Width],
            Padding = padding,
        };
        return graph.Emit(convolution, input, kernel, bias);
    }
}
