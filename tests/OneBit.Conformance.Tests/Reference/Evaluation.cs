using OneBit.IR;
using OneBit.Reference;
using OneBit.Tensors;

namespace OneBit.Conformance.Reference;

/// <summary>Short ways to compute one op.</summary>
internal static class Evaluation
{
    /// <summary>The only result of <paramref name="op"/>, its type inferred.</summary>
    public static Literal Of(Op op, params Literal?[] operands) => Of(op, null, operands);

    /// <summary>The only result of <paramref name="op"/>, of a quantization.</summary>
    public static Literal Of(Op op, Quantization? quantization, params Literal?[] operands)
    {
        var graph = new Graph();
        TensorType type = graph.Emit(op, [.. operands.Select(o => o is null ? null : graph.Emit(o))]).Type;
        return Assert.Single(ReferenceExecutor.Evaluate(op, operands, [quantization is null ? type : type with { Quantization = quantization }]));
    }

    /// <summary>The outputs of <paramref name="graph"/>.</summary>
    public static IReadOnlyList<Literal> Run(Graph graph, params IReadOnlyList<Literal> inputs) => ReferenceExecutor.Run(graph, inputs, TestContext.Current.CancellationToken);

    /// <summary>A tensor of codes.</summary>
    public static Literal Codes(float scale, int zeroPoint, params ReadOnlySpan<sbyte> codes) =>
        Literal.Of(new TensorType(DType.Int8, [codes.Length], new Quantization(scale, zeroPoint)), codes);

    /// <summary>Bits from ±1 in NHWC or OHWI order.</summary>
    public static Literal Bits(Shape shape, params float[] signs) => Of(new BinaryQuantize(), Literal.Of<float>(shape, signs));
}
