using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.TfLite.Codecs;

/// <summary>The earliest version of an operator that takes given element types, ranks and options, as TensorFlow Lite numbers them.</summary>
internal static class Versions
{
    public static int One(Node node) => 1;

    /// <summary>2 for int8.</summary>
    public static int Int8(Node node) => Input(node) == DType.Int8 ? 2 : 1;

    /// <summary>2 for int8, 3 for int16.</summary>
    public static int Int8Int16(Node node) => Input(node) switch { DType.Int8 => 2, DType.Int16 => 3, _ => 1 };

    /// <summary>2 for int8 and uint8.</summary>
    public static int Bytes(Node node) => Input(node) is DType.Int8 or DType.UInt8 ? 2 : 1;

    /// <summary>2 for int8 and int16.</summary>
    public static int Narrow(Node node) => Input(node) is DType.Int8 or DType.Int16 ? 2 : 1;

    /// <summary>The element type of the first operand.</summary>
    public static DType Input(Node node) => Element(node, 0);

    /// <summary>The element type of an operand; float32 where it is absent.</summary>
    public static DType Element(Node node, int index) => index < node.Operands.Count && node.Operands[index] is { } operand ? operand.Type.Element : DType.Float32;

    /// <summary>True where operand <paramref name="index"/> is given.</summary>
    public static bool Has(Node node, int index) => index < node.Operands.Count && node.Operands[index] is not null;

    /// <summary>The number of dimensions of the first operand.</summary>
    public static int Rank(Node node) => node.Operands[0]?.Type.Shape.Rank ?? 0;

    /// <summary>True where two operands of different shapes, one of more than four dimensions, are broadcast.</summary>
    public static bool BroadcastsBeyond4D(Node node)
    {
        Shape left = node.Operands[0]!.Type.Shape;
        Shape right = node.Operands[1]!.Type.Shape;
        return left != right && Math.Max(left.Rank, right.Rank) > 4;
    }
}
