using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>When a quantization fits the tensor that it describes.</summary>
public static class QuantizationRules
{
    /// <summary>What is wrong with the quantization of <paramref name="type"/>, as the end of a sentence about the tensor; null where it fits.</summary>
    public static string? Problem(TensorType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Quantization is not { IsPerChannel: true } quantization)
            return null;
        if (quantization.Axis >= type.Shape.Rank)
            return $"needs scales along a dimension below {type.Shape.Rank}, not {quantization.Axis}";
        int size = type.Shape[quantization.Axis];
        return Dimensions.Agree(size, quantization.Scales.Length) ? null : $"needs {size} scales for dimension {quantization.Axis} of {type}, not {quantization.Scales.Length}";
    }

    /// <summary>Operands and results of <paramref name="node"/> that hold codes whose scale the op's arithmetic needs, with their names.</summary>
    public static IEnumerable<(string Name, Value Value)> CodesOf(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (!CalculatesWithCodes(node.Op))
            yield break;
        // The scale of a bias is the product of the input's and the filter's; a file need not say it.
        int count = node.Op is Conv2D or DepthwiseConv2D or Conv3D or FullyConnected ? 2 : node.Operands.Count;
        for (int i = 0; i < Math.Min(count, node.Operands.Count); i++)
        {
            if (node.Operands[i] is { } operand && IsCode(operand.Type.Element))
                yield return (node.Op.Schema.OperandName(i), operand);
        }
        foreach (Value result in node.Results)
        {
            if (IsCode(result.Type.Element))
                yield return ("the result", result);
        }
    }

    private static bool IsCode(DType element) => element is DType.Int8 or DType.UInt8 or DType.Int16;

    private static bool CalculatesWithCodes(Op op) => op switch
    {
        Conv2D or DepthwiseConv2D or Conv3D or TransposeConv or FullyConnected or BatchMatMul => true,
        Pool2D { Kind: PoolKind.Average } or Pool2D { Activation: not Activation.None } => true,
        Binary { Kind: not (BinaryKind.FloorDiv or BinaryKind.FloorMod or BinaryKind.Maximum or BinaryKind.Minimum) } => true,
        Unary { Kind: not (UnaryKind.ZerosLike or UnaryKind.Sign) } => true,
        Reduce { Kind: ReduceKind.Mean or ReduceKind.Sum or ReduceKind.Product } => true,
        LeakyRelu or PRelu or Softmax or LogSoftmax or Quantize or Dequantize => true,
        BinaryDequantize or BinaryConv2D or LevelConv2D => true,
        Concat { Activation: not Activation.None } => true,
        _ => false,
    };
}
