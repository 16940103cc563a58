using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Takes what follows a binary convolution channel by channel into its transform: biases, scales, batch norms, clamps, in any order.  (F4)
/// The first of each kind keeps every bit; what comes on top is composed in double and rounded once, by the rules that round.
/// </summary>
public static class FuseTransform
{
    private static readonly Rule[] Exactly = [Exact(Add), Exact(Multiply), Exact(Normalize), Exact(Clamp), Exact(MoveReshape), Exact(MovePixels)];

    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("fuse-transform", "Takes biases, scales, batch norms and clamps into the binary convolution in front of them.")
    {
        Rules = [.. Exactly, Rounding(ComposeAdd), Rounding(ComposeMultiply), Rounding(ComposeNormalize), Numbers(ComposeClamp)],
    };

    /// <summary>The pass without the rules that round.</summary>
    public static Pass ExactPass { get; } = new("fuse-transform-exactly", "Takes into a binary convolution what moves no bit.") { Rules = Exactly, VariantOf = Pass };

    // T(e) + k = T′(e)
    private static Value? Add(Value root, Rewriter g) => Added(root, g, exact: true);

    private static Value? ComposeAdd(Value root, Rewriter g) => Added(root, g, exact: false);

    // T(e)·k = T′(e)
    private static Value? Multiply(Value root, Rewriter g) => Multiplied(root, g, exact: true);

    private static Value? ComposeMultiply(Value root, Rewriter g) => Multiplied(root, g, exact: false);

    // bn(T(e)) = T′(e)
    private static Value? Normalize(Value root, Rewriter g) => Normalized(root, g, exact: true);

    private static Value? ComposeNormalize(Value root, Rewriter g) => Normalized(root, g, exact: false);

    // clamp(T(e)) = T′(e)
    private static Value? Clamp(Value root, Rewriter g) => Clamped(root, g, exact: true);

    private static Value? ComposeClamp(Value root, Rewriter g) => Clamped(root, g, exact: false);

    // f(reshape(conv)) = reshape(f(conv))   where f is per channel and the channels stay the last dimension
    private static Value? MoveReshape(Value root, Rewriter g) => root switch
    {
        (Binary or BatchNorm or Unary { Kind: UnaryKind.Relu or UnaryKind.Relu6 or UnaryKind.ReluN1To1 }, [(Reshape reshape, [{ Op: LevelConv2D { Output: DType.Float32 } } conv, { Op: Constant } shape]) { HasOneUse: true } moved, ..] rest)
            when root.Type.Shape == moved.Type.Shape && conv.Type.Shape[^1] == moved.Type.Shape[^1] && rest.Skip(1).All(k => k is null || (k.Op is Constant c && IsChannelwise(c, conv)))
            => g.Emit(reshape, g.Emit(root.Op!, [conv, .. rest.Skip(1)]), shape),
        _ => null,
    };

    // f(reshape(conv)) = reshape(f′(conv))   where conv has one pixel, whose channels are all that the reshape gives an image of, and f′ has the constants of each of them
    private static Value? MovePixels(Value root, Rewriter g) => root switch
    {
        (Binary or BatchNorm or Unary { Kind: UnaryKind.Relu or UnaryKind.Relu6 or UnaryKind.ReluN1To1 }, [(Reshape reshape, [{ Op: LevelConv2D { Output: DType.Float32 }, Type.Shape: { IsStatic: true } pixel } conv, { Op: Constant } shape]) { HasOneUse: true } moved, ..] rest)
            when root.Type.Shape == moved.Type.Shape && IsImageOf(moved.Type.Shape, pixel) && rest.Skip(1).All(k => k is null || (k.Op is Constant c && IsPerImage(c, moved.Type.Shape)))
            => g.Emit(reshape, g.Emit(root.Op!, [conv, .. rest.Skip(1).Select(k => k is null ? null : Spread(k.Constant!, moved.Type.Shape, pixel[3], g))]), shape),
        _ => null,
    };

    private static bool IsImageOf(Shape image, Shape pixel) => pixel[1] == 1 && pixel[2] == 1 && image.Rank > 1 && image[0] == pixel[0] && image[^1] != pixel[3];

    private static bool IsPerImage(Constant k, Shape image) =>
        k.Value.Type is { Element: DType.Float32, Shape: var shape } && (shape.Rank < image.Rank || (shape.Rank == image.Rank && shape[0] == 1)) && Enumerable.Range(1, Math.Min(shape.Rank, image.Rank - 1)).All(i => shape[^i] == 1 || shape[^i] == image[^i]);

    private static Value Spread(Literal k, Shape image, int channels, Rewriter g)
    {
        Constant spread = ConstantArithmetic.Apply(new BroadcastTo(), new Constant { Value = k }, new Constant { Value = Literal.Vector(image.With(0, 1).Dimensions) });
        return g.Emit(spread.Value.As(spread.Value.Type with { Shape = [channels] }));
    }

    private static bool IsChannelwise(Constant k, Value conv) => k.BroadcastsAlongChannel && k.Value.Type.Shape.Rank <= conv.Type.Shape.Rank;

    private static Value? Added(Value root, Rewriter g, bool exact) => root switch
    {
        (Binary { Kind: BinaryKind.Add } op, [{ } conv, (Constant k, [])]) when Fusable(conv) is { } t && ChannelValues.Of(k, conv.Type.Shape) is { } values
            => Emit(conv, t.ThenAdd(values), op.Activation, exact, g),
        _ => null,
    };

    private static Value? Multiplied(Value root, Rewriter g, bool exact) => root switch
    {
        (Binary { Kind: BinaryKind.Mul } op, [{ } conv, (Constant k, [])]) when Fusable(conv) is { } t && ChannelValues.Of(k, conv.Type.Shape) is { } values
            => Emit(conv, t.ThenMultiply(values), op.Activation, exact, g),
        (Binary { Kind: BinaryKind.Div } op, [{ } conv, (Constant k, [])]) when !exact && Fusable(conv) is { } t && ChannelValues.Of(k, conv.Type.Shape) is { } values && values.All(v => float.IsNormal(1 / v))
            => Emit(conv, t.ThenMultiply(Array.ConvertAll(values, v => (float)(1 / (double)v))) with { IsExact = false }, op.Activation, exact, g),
        _ => null,
    };

    private static Value? Normalized(Value root, Rewriter g, bool exact)
    {
        if (root is not (BatchNorm op, [{ } conv, ..] operands) || Fusable(conv) is not { } t || ChannelValues.Of(op, operands) is not var (mean, scale, beta))
            return null;
        if (op.Form == BatchNormForm.Centered)
            return Emit(conv, t.ThenCentered(mean, scale, beta), Activation.None, exact, g);
        float[] offset = [.. beta.Select((b, c) => b - (mean[c] * scale[c]))];
        (Transform product, bool first) = t.ThenMultiply(scale);
        (Transform sum, bool second) = product.ThenAdd(offset);
        return Emit(conv, (sum, first && second), Activation.None, exact, g);
    }

    private static Value? Clamped(Value root, Rewriter g, bool exact) => root switch
    {
        (_, [{ } conv, ..]) when ChannelClamp.Of(root) is { } clamp && root.Type == conv.Type && Fusable(conv) is { } t
            => Emit(conv, t.ThenClamp(clamp, conv.Type.Shape[^1]), Activation.None, exact, g),
        _ => null,
    };

    private static Transform? Fusable(Value conv) => conv is { Op: LevelConv2D { Output: DType.Float32 }, HasOneUse: true } && !Epilogue.IsOn(conv.Producer!) ? Transform.Of(conv.Producer!) : null; // an op has a producer

    private static Value? Emit(Value conv, (Transform Transform, bool IsExact) result, Activation activation, bool exact, Rewriter g)
    {
        if (ChannelClamp.Of(activation) is { } clamp)
        {
            (Transform clamped, bool isExact) = result.Transform.ThenClamp(clamp, conv.Type.Shape[^1]);
            result = (clamped, isExact && result.IsExact);
        }
        return result.IsExact == exact ? g.Emit(conv.Op!, [.. conv.Producer!.Operands.Take(LevelConv2D.FirstTransformOperand), .. result.Transform.Emit(g)]) : null;
    }
}
