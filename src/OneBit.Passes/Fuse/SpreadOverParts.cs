using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Moves what follows channel by channel (batch norms, biases, clamps, packings) in front of what joins the results of binary convolutions, so that each of them can take it in: segments of a volume lie
/// behind one another, phases of a transposed convolution interleave.
/// </summary>
public static class SpreadOverParts
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("spread-over-parts", "Moves batch norms, clamps and packings in front of what joins the results of binary convolutions.") { Rules = [Exact(Segments), Exact(Phases)] };

    // f(concat(x₁, x₂, …)) = concat(f(x₁), f(x₂), …)   where f is per channel and the channels are not what is joined
    private static Value? Segments(Value root, Rewriter g) => root switch
    {
        (_, [(Concat { Activation: Activation.None } op, [_, ..] parts) { HasOneUse: true } joined, ..] operands)
            when IsPerChannel(root, joined, operands) && parts.All(IsPart) && Axes.Normalize(op.Axis, joined.Type.Shape.Rank) != joined.Type.Shape.Rank - 1
            => g.Emit(op, [.. parts.Select(part => g.Emit(root.Op!, [part, .. operands.Skip(1)]))]),
        _ => null,
    };

    // f(interleave(concat(x₁, x₂, …))) = interleave(concat(f(x₁), f(x₂), …))   where f is per channel and each xᵢ has all channels
    private static Value? Phases(Value root, Rewriter g) => root switch
    {
        (not PackLevels, [(DepthToSpace op, [(Concat { Activation: Activation.None } concat, [_, ..] parts) { HasOneUse: true }]) { HasOneUse: true } joined, ..] operands)
            when IsPerChannel(root, joined, operands) && parts.All(part => IsPart(part) && part!.Type.Shape[^1] == root.Type.Shape[^1]) && Axes.Normalize(concat.Axis, 4) == 3
            => g.Emit(op, g.Emit(concat, [.. parts.Select(part => g.Emit(root.Op!, [part, .. operands.Skip(1)]))])),
        _ => null,
    };

    private static bool IsPerChannel(Value root, Value joined, IReadOnlyList<Value?> operands) =>
        root.Op is BatchNorm or LeakyRelu or PRelu or PackLevels or Unary { Kind: UnaryKind.Relu or UnaryKind.Relu6 or UnaryKind.ReluN1To1 }
            or Binary { Kind: BinaryKind.Add or BinaryKind.Sub or BinaryKind.Mul or BinaryKind.Div or BinaryKind.Maximum or BinaryKind.Minimum }
        && root.Type.Shape == joined.Type.Shape
        && operands.Skip(1).All(k => k is null || (k.Op is Constant constant && constant.BroadcastsAlongChannel && k.Type.Shape.Rank <= joined.Type.Shape.Rank));

    // A binary convolution that nothing else reads, or what was moved behind it.
    private static bool IsPart(Value? part) => part is { HasOneUse: true } && part switch
    {
        { Op: LevelConv2D { Output: DType.Float32 } } => true,
        (Reshape or BatchNorm or LeakyRelu or PRelu or Unary or Binary, [{ } source, ..]) => IsPart(source),
        _ => false,
    };
}
