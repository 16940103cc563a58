using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.TfLite.Reading;

/// <summary>Which ops compute with the real numbers that 8-bit codes stand for, so that codes without a scale mean nothing to them.</summary>
internal static class ScaleRules
{
    /// <exception cref="ModelFormatException">An operand or result of 8-bit codes has no scale although the op needs it.</exception>
    public static void Check(Op op, IReadOnlyList<Value?> operands, IReadOnlyList<TensorType> results)
    {
        if (!NeedsScales(op))
            return;
        for (int i = 0; i < operands.Count; i++)
        {
            if (operands[i] is { } operand && IsBare(operand.Type))
                throw Missing($"input {i}", operand.Type);
        }
        for (int i = 0; i < results.Count; i++)
        {
            if (IsBare(results[i]))
                throw Missing($"output {i}", results[i]);
        }
    }

    private static bool NeedsScales(Op op) => op switch
    {
        Conv2D or DepthwiseConv2D or TransposeConv or FullyConnected or BatchMatMul => true,
        Softmax or LogSoftmax or LeakyRelu or PRelu or Quantize or Dequantize => true,
        Binary { Kind: BinaryKind.Add or BinaryKind.Sub or BinaryKind.Mul or BinaryKind.SquaredDifference } => true,
        Unary { Kind: UnaryKind.Tanh or UnaryKind.Logistic or UnaryKind.HardSwish or UnaryKind.Elu or UnaryKind.Gelu or UnaryKind.GeluTanh or UnaryKind.Relu6 or UnaryKind.ReluN1To1 } => true,
        BinaryDequantize or BinaryConv2D or LevelConv2D => true,
        _ => false,
    };

    private static bool IsBare(TensorType type) => type is { Element: DType.Int8 or DType.UInt8, Quantization: null };

    private static ModelFormatException Missing(string which, TensorType type) =>
        new($"{which} is {type} without a scale, so its codes stand for no numbers: convert the model again") { Expected = "a scale and a zero point", Actual = "none" };
}
