using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Multiplications with their additions, by the kind of arithmetic that computes them.</summary>
public readonly record struct Macs(long Binary, long Int8, long Float)
{
    /// <summary>All of them.</summary>
    public long Total => checked(Binary + Int8 + Float);

    /// <summary>The sum, kind by kind.</summary>
    public static Macs operator +(Macs left, Macs right) =>
        checked(new Macs(left.Binary + right.Binary, left.Int8 + right.Int8, left.Float + right.Float));

    /// <inheritdoc cref="op_Addition"/>
    public static Macs Add(Macs left, Macs right) => left + right;

    /// <summary>
    /// The work of one node: elements of the result times the products behind each, padding counted as if it were there. 0 for ops that are no convolution, dense layer or
    /// matrix product. Products with codes (8 and 16 bits) count as <see cref="Int8"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">A shape is not known yet.</exception>
    /// <exception cref="OverflowException">The count does not fit in 64 bits.</exception>
    public static Macs Of(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        long count = Count(node);
        return node.Op is BinaryConv2D or LevelConv2D ? new Macs(count, 0, 0)
            : node.Operands.Any(o => o is { Type.Element: DType.Float32 }) ? new Macs(0, 0, count)
            : new Macs(0, count, 0);
    }

    /// <summary>The work of all nodes.</summary>
    public static Macs Of(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Nodes.Aggregate(default(Macs), (sum, node) => sum + Of(node));
    }

    /// <summary>Bytes of a node's constant operands: its weights as they are stored.</summary>
    public static long ParameterBytes(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Operands.Distinct().Sum(o => (long)(o?.Constant?.Bytes.Length ?? 0));
    }

    private static long Count(Node node)
    {
        switch (node.Op)
        {
            case Conv2D or BinaryConv2D or FullyConnected:
                return checked(Elements(node.Results[0]) * PerFilter(node.Operands[1]!.Type.Shape)); // operand 1 is the filter and not optional
            case LevelConv2D:
                int planes = node.Operands[0]!.Type.Shape is { Rank: 5 } shape ? shape[0] : 1;
                return checked(planes * Elements(node.Results[0]) * PerFilter(node.Operands[1]!.Type.Shape));
            case DepthwiseConv2D:
                Shape depthwise = node.Operands[1]!.Type.Shape;
                return checked(Elements(node.Results[0]) * depthwise[1] * depthwise[2]);
            case Conv3D:
                return checked(Elements(node.Results[0]) * Dimensions.Product(node.Operands[1]!.Type.Shape.Dimensions[..4]));
            case TransposeConv:
                return checked(Dimensions.Product(node.Operands[2]!.Type.Shape.Dimensions[..3]) * Dimensions.Product(node.Operands[1]!.Type.Shape.Dimensions));
            case BatchMatMul product:
                return checked(Elements(node.Results[0]) * node.Operands[0]!.Type.Shape[product.AdjointLeft ? ^2 : ^1]);
            default:
                return 0;
        }
    }

    private static long PerFilter(Shape filter) => Dimensions.Product(filter.Dimensions[1..]);

    private static long Elements(Value value) => value.Type.Shape.ElementCount;
}
