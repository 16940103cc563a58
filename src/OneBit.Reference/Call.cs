using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>One application of an op: its operands and the types of its results, all dimensions known.</summary>
internal sealed class Call(Op op, IReadOnlyList<Literal?> operands, IReadOnlyList<TensorType> types)
{
    /// <summary>Number of operands, absent ones included.</summary>
    public int Count => operands.Count;

    /// <summary>Type of the first result.</summary>
    public TensorType Type => types[0];

    /// <summary>Types of the results.</summary>
    public IReadOnlyList<TensorType> Types => types;

    /// <summary>Operand <paramref name="index"/>.</summary>
    public Literal this[int index] => Optional(index) ?? throw Error($"has no {op.Schema.OperandName(index)}");

    /// <summary>Operand <paramref name="index"/>, or null where it is absent.</summary>
    public Literal? Optional(int index) => index < operands.Count ? operands[index] : null;

    /// <summary>True where operand <paramref name="index"/> holds codes, so that the arithmetic is on integers with a scale.</summary>
    public bool IsQuantized(int index) => Codes.AreIn(this[index].Type);

    /// <summary>Operand <paramref name="index"/> as small whole numbers: axes, pads, a shape.</summary>
    /// <exception cref="ModelFormatException">A number does not fit 32 bits, or they are no integers.</exception>
    public int[] Ints(int index)
    {
        if (this[index].Type.Element is not (DType.Int32 or DType.Int64))
            throw Unsupported();
        long[] values = Elements.Integers(this[index]);
        return Array.ConvertAll(values, v => (int)v == v ? (int)v : throw Error($"has {op.Schema.OperandName(index)} {v}, beyond 32 bits"));
    }

    /// <summary>The single whole number that operand <paramref name="index"/> holds.</summary>
    /// <exception cref="ModelFormatException">It does not hold one.</exception>
    public int Int(int index) => Ints(index) is [int value] ? value : throw Error($"needs one {op.Schema.OperandName(index)}");

    /// <summary>An axis of <paramref name="rank"/> dimensions, negative ones counted from the end.</summary>
    /// <exception cref="ModelFormatException">There is no such axis.</exception>
    public int Axis(int axis, int rank) =>
        axis >= -rank && axis < rank ? (axis < 0 ? axis + rank : axis) : throw Error($"has axis {axis} of {rank} dimensions");

    /// <summary>The same application with every operand and result type changed.</summary>
    public Call With(Func<Literal, Literal> operand, Func<TensorType, TensorType> type) =>
        new(op, [.. operands.Select(o => o is null ? null : operand(o))], [.. types.Select(type)]);

    /// <summary>An error about this op.</summary>
    public ModelFormatException Error(string message) => new($"{op.Schema.Name} {message}") { OpName = op.Schema.Name };

    /// <summary>An error: the op is not defined for the operands' element types.</summary>
    public UnsupportedModelException Unsupported()
    {
        string signature = $"{op} on {string.Join(", ", operands.Select(o => o?.Type.ToString() ?? "none"))} giving {string.Join(", ", types)}";
        return new UnsupportedModelException($"{signature} is not defined", signature) { OpName = op.Schema.Name };
    }
}
