using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.TfLite.Writing;

/// <summary>Numbers the tensors of a file: one per value, but bits and the words that they are shown as are one tensor.</summary>
internal sealed class TensorNumbers
{
    private readonly Dictionary<Value, int> numbers = [];
    private readonly List<Value> values = [];

    /// <summary>The value that each tensor is written from, by number.</summary>
    public IReadOnlyList<Value> Values => values;

    /// <summary>The tensor of <paramref name="value"/>, which gets the next number where it has none.</summary>
    public int Of(Value value)
    {
        Value root = Root(value);
        if (!numbers.TryGetValue(root, out int number))
        {
            number = values.Count;
            numbers.Add(root, number);
            values.Add(root);
        }
        return number;
    }

    /// <summary>True for ops that only show bits as words or the other way round.</summary>
    public static bool IsView(Op op) => op is WordsToBits or BitsToWords;

    private static Value Root(Value value)
    {
        while (value.Op is { } op && IsView(op))
            value = value.Producer!.Operands[0]!;
        return value;
    }
}
