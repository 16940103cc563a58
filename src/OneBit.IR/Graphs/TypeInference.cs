using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Types of a node's results: inferred from its operands, completed and checked by what was declared.</summary>
public static class TypeInference
{
    /// <summary>Most dimensions that a tensor may have.</summary>
    public const int MaxRank = 32;

    /// <summary>The result types of <paramref name="op"/> applied to <paramref name="operands"/>.</summary>
    /// <exception cref="ModelFormatException">Operands are missing or do not fit; a declared type contradicts the inferred one.</exception>
    public static IReadOnlyList<TensorType> ResultTypes(Op op, IReadOnlyList<Value?> operands, IReadOnlyList<TensorType>? declared = null)
    {
        ArgumentNullException.ThrowIfNull(op);
        ArgumentNullException.ThrowIfNull(operands);
        CheckOperands(op, operands);
        IReadOnlyList<TensorType> inferred = Infer(op, operands);
        if (declared is null)
            return inferred;
        if (declared.Count != inferred.Count)
            throw Contradiction(op, $"{inferred.Count} results", $"{declared.Count}");
        TensorType[] merged = [.. inferred.Zip(declared, (i, d) => Merge(op, i, d))];
        foreach (TensorType type in merged)
        {
            if (QuantizationRules.Problem(type) is { } problem)
                throw new ModelFormatException($"{op.Schema.Name}: the result {problem}") { OpName = op.Schema.Name, Actual = $"{type}" };
        }
        return merged;
    }

    /// <summary>True for the ops that bit-packed operands may go into; all others see bits through <see cref="BinaryDequantize"/> or <see cref="BitsToWords"/>.</summary>
    public static bool ReadsBits(Op op) => op is BinaryConv2D or LevelConv2D or BinaryMaxPool2D or BinaryDequantize or BitsToWords or Concat or Reshape;

    private static IReadOnlyList<TensorType> Infer(Op op, IReadOnlyList<Value?> operands)
    {
        try
        {
            IReadOnlyList<TensorType> inferred = op.Infer(new Operands(op, operands));
            foreach (TensorType type in inferred)
            {
                if (type.Shape.Rank > MaxRank)
                    throw new ModelFormatException($"{op.Schema.Name} gives {type.Shape.Rank} dimensions, at most {MaxRank} make sense") { OpName = op.Schema.Name, Expected = $"at most {MaxRank} dimensions", Actual = $"{type.Shape.Rank}" };
                _ = type.Shape.IsStatic ? type.SizeInBytes : 0;
            }
            return inferred;
        }
        catch (OverflowException e)
        {
            throw new ModelFormatException($"{op.Schema.Name} gives a result too large to be counted", e) { OpName = op.Schema.Name, Expected = "a size of at most 2^63 bytes", Actual = "more" };
        }
    }

    private static void CheckOperands(Op op, IReadOnlyList<Value?> operands)
    {
        OpSchema schema = op.Schema;
        if (!schema.Accepts(operands.Count))
            throw Contradiction(op, $"operands ({string.Join(", ", schema.Operands)})", $"{operands.Count} operands");
        for (int i = 0; i < operands.Count; i++)
        {
            if (operands[i] is null && !schema.IsOptional(i))
                throw new ModelFormatException($"{schema.Name} has no {schema.OperandName(i)}") { OpName = schema.Name, Expected = schema.OperandName(i), Actual = "none" };
            if (operands[i]?.Type.Element == DType.Bits && !ReadsBits(op))
                throw new ModelFormatException($"{schema.Name} does not read bits, {schema.OperandName(i)} is {operands[i]!.Type}") { OpName = schema.Name, TensorName = operands[i]!.Name, Expected = "numbers", Actual = "bits" };
            if (operands[i]?.Type is { } type && QuantizationRules.Problem(type) is { } problem)
                throw new ModelFormatException($"{schema.Name}: {schema.OperandName(i)} {problem}") { OpName = schema.Name, TensorName = operands[i]!.Name, Actual = $"{type}" };
        }
    }

    private static TensorType Merge(Op op, TensorType inferred, TensorType declared)
    {
        bool fits = inferred.Element == declared.Element && inferred.Shape.Rank == declared.Shape.Rank;
        var dimensions = new int[inferred.Shape.Rank];
        for (int i = 0; fits && i < dimensions.Length; i++)
        {
            (int a, int b) = (inferred.Shape[i], declared.Shape[i]);
            fits = a == b || a == Shape.Unknown || b == Shape.Unknown;
            dimensions[i] = a == Shape.Unknown ? b : a;
        }
        return fits ? inferred with { Shape = Shape.Create(dimensions), Quantization = declared.Quantization ?? inferred.Quantization } : throw Contradiction(op, $"{inferred}", $"{declared}");
    }

    private static ModelFormatException Contradiction(Op op, string expected, string actual) =>
        new($"{op.Schema.Name} gives {expected}, the model says {actual}") { OpName = op.Schema.Name, Expected = expected, Actual = actual };
}
