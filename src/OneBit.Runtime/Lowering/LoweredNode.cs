using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>A node as lowerings see it: the op, types, constant operands, and the slots that stand for the tensors.</summary>
public sealed class LoweredNode(Node node, IReadOnlyDictionary<Value, Slot> slots)
{
    /// <summary>The op.</summary>
    public Op Op => node.Op;

    /// <summary>The kernels that were chosen for convolutions.</summary>
    public KernelChoices Choices { get; init; } = KernelChoices.None;

    /// <summary>Number of operands, absent ones included.</summary>
    public int OperandCount => node.Operands.Count;

    /// <summary>Number of results.</summary>
    public int ResultCount => node.Results.Count;

    /// <summary>True where operand <paramref name="index"/> is given.</summary>
    public bool Has(int index) => index < node.Operands.Count && node.Operands[index] is not null;

    /// <summary>True where operand <paramref name="index"/> is a constant.</summary>
    public bool IsConstant(int index) => Constant(index) is not null;

    /// <summary>The value of operand <paramref name="index"/> where it is a constant.</summary>
    public Literal? Constant(int index) => Has(index) ? node.Operands[index]!.Constant : null;

    /// <summary>Operand <paramref name="index"/> as whole numbers where it is a constant of int32 or int64: axes, begins, strides.</summary>
    public long[]? Integers(int index) => Constant(index) switch
    {
        { Type.Element: DType.Int32 } small => Array.ConvertAll(small.Values<int>().ToArray(), value => (long)value),
        { Type.Element: DType.Int64 } large => large.Values<long>().ToArray(),
        _ => null,
    };

    /// <summary>The type of operand <paramref name="index"/>, which must be there.</summary>
    public TensorType Type(int index) => node.Operands[index]!.Type;

    /// <summary>The slot of operand <paramref name="index"/>, which must be there; constants have slots too.</summary>
    public Slot Operand(int index) => slots[node.Operands[index]!];

    /// <summary>The type of a result.</summary>
    public TensorType ResultType(int index = 0) => node.Results[index].Type;

    /// <summary>The slot of a result.</summary>
    public Slot Result(int index = 0) => slots[node.Results[index]];

    /// <summary>True where operand and result 0 have these element types.</summary>
    public bool Is(DType operand, DType result) => Type(0).Element == operand && ResultType().Element == result;
}
