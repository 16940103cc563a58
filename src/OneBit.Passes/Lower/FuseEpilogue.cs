using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>Takes the sum with a residual, and the signs that the next layer reads, into the binary convolution in front of them: its results are added to and packed while they are at hand.</summary>
public static class FuseEpilogue
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("fuse-epilogue", "Takes residual sums and signs into the binary convolutions in front of them.") { Rules = [Exact(Residual), Exact(Signs), Exact(SecondResult)] };

    // act(conv(x) + r) = conv{then = act}(x, r)   where nothing else reads the convolution
    private static Value? Residual(Value root, Rewriter g) => root switch
    {
        (Binary { Kind: BinaryKind.Add } sum, [{ } conv, { } other]) when Fits(root, conv, other) => WithResidual(g, conv, other, sum.Activation),
        (Binary { Kind: BinaryKind.Add } sum, [{ } other, { } conv]) when Fits(root, conv, other) => WithResidual(g, conv, other, sum.Activation),
        _ => null,
    };

    // y = conv(x), signs(y)  =  y, s = conv{signs}(x), signs(y)
    private static Value? Signs(Value root, Rewriter g) => root switch
    {
        (BinaryConv2D { Output: DType.Float32, Signs: false } op, var operands) when IsQuantized(root) && !CorrectsBehind(root) => WithSigns(g, op with { Signs = true }, operands, root),
        (LevelConv2D { Output: DType.Float32, Signs: false } op, var operands) when IsQuantized(root) => WithSigns(g, op with { Signs = true }, operands, root),
        _ => null,
    };

    // y, s = conv{signs}(x), signs(y)  =  y, s
    private static Value? SecondResult(Value root, Rewriter g) => root switch
    {
        (BinaryQuantize or PackLevels, [{ Op: BinaryConv2D { Signs: true } or LevelConv2D { Signs: true } } y, ..])
            when AreSigns(root.Producer!) && ReferenceEquals(y, y.Producer!.Results[0]) && y.Producer.Results[1].Type == root.Type => y.Producer.Results[1], // an op has a producer
        _ => null,
    };

    private static Value WithSigns(Rewriter g, Op op, IReadOnlyList<Value?> operands, Value root) => g.Add(op, operands, [root.Type, new TensorType(DType.Bits, root.Type.Shape)]).Results[0];

    private static bool Fits(Value root, Value conv, Value other) =>
        conv.HasOneUse && root.Type.Shape.IsStatic && conv.Type == root.Type && other.Type.Shape == root.Type.Shape && other.Type.Element == DType.Float32 && root.Type.Element == DType.Float32
        && conv.Op switch
        {
            BinaryConv2D { Output: DType.Float32, Signs: false } => conv.Producer!.Operands.Count <= BinaryConv2D.ResidualOperand && !CorrectsBehind(conv),
            LevelConv2D { Output: DType.Float32, Signs: false } => conv.Producer!.Operands.Count <= LevelConv2D.ResidualOperand,
            _ => false,
        };

    private static Value WithResidual(Rewriter g, Value conv, Value residual, Activation then)
    {
        (Op op, int index) = conv.Op switch
        {
            BinaryConv2D binary => ((Op)(binary with { Then = then }), BinaryConv2D.ResidualOperand),
            var level => ((LevelConv2D)level! with { Then = then }, LevelConv2D.ResidualOperand),
        };
        List<Value?> operands = [.. conv.Producer!.Operands]; // an op has a producer
        while (operands.Count < index)
            operands.Add(null);
        operands.Add(residual);
        return g.Emit(op, operands);
    }

    private static bool IsQuantized(Value y) => y.Type.Shape.IsStatic && y.Users.Any(user => AreSigns(user) && (user.Results[0].OutputUses == 0 || user.Results[0].Name is null));

    private static bool AreSigns(Node node) =>
        node.Op is BinaryQuantize || (node.Op is PackLevels { NanIsUpper: true } && PackBounds.Of(node.Results[0]) is { IsSigns: true });

    // A zero padding that is corrected behind the transform would be corrected behind the sum.
    private static bool CorrectsBehind(Value conv) =>
        !conv.Producer!.Operands[0]!.Type.Shape.IsStatic || ((BinaryConv2D)conv.Op!).CorrectsBehind(conv.Producer!.Operands[0]!.Type.Shape, conv.Producer.Operands[1]!.Type.Shape);
}
