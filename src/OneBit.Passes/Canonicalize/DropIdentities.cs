using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Removes ops that return their operand bit for bit. Quantize behind Dequantize is none of them (it rounds), nor is x / 1 (an infinite quotient is clamped), nor x + 0 (−0 + 0 is 0).
/// </summary>
public static class DropIdentities
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("drop-identities", "Removes ops that return their operand unchanged.")
    {
        Rules = [Exact(SameShape), Exact(SameOrder), Exact(NoPads), Exact(WholeRange), Exact(OnlyPart), Exact(SameElement), Exact(PlusNegativeZero), Exact(TimesOne)],
        Needs = GraphForms.ConstantsRight,
        Establishes = GraphForms.NoIdentities,
    };

    // move(x) = x   where elements keep their order and the shape is the same
    private static Value? SameShape(Value root, Rewriter g) => root switch
    {
        (Reshape or Squeeze or BroadcastTo or Tile or Slice, [{ } x, ..] operands) when root.HasTypeOf(x) && operands.Skip(1).All(o => o?.Constant is not null) => x,
        _ => null,
    };

    // transpose(x, [0, 1, …]) = x
    private static Value? SameOrder(Value root, Rewriter g) => root switch
    {
        (Transpose, [{ } x, (Constant order, [])]) when root.HasTypeOf(x) && order.Value.AsInts() is { } axes && axes.SequenceEqual(Enumerable.Range(0, axes.Count)) => x,
        _ => null,
    };

    // pad(x, 0) = x
    private static Value? NoPads(Value root, Rewriter g) => root switch
    {
        (Pad or MirrorPad, [{ } x, (Constant pads, []), ..]) when root.HasTypeOf(x) && pads.Value.AsInts() is { } counts && counts.All(count => count == 0) => x,
        _ => null,
    };

    // x[b:e:1] = x   where as much comes out as goes in
    private static Value? WholeRange(Value root, Rewriter g) => root switch
    {
        (StridedSlice, [{ } x, (Constant, []), (Constant, []), (Constant strides, [])]) when root.HasTypeOf(x) && strides.Value.AsInts() is { } steps && steps.All(step => step == 1) => x,
        _ => null,
    };

    // concat(x) = x,  split₁(x) = x
    private static Value? OnlyPart(Value root, Rewriter g) => root switch
    {
        (Concat { Activation: Activation.None }, [{ } x]) when root.HasTypeOf(x) => x,
        (Split { Count: 1 }, [(Constant, []), { } x]) when root.HasTypeOf(x) => x,
        _ => null,
    };

    // cast(x, type of x) = x
    private static Value? SameElement(Value root, Rewriter g) => root switch
    {
        (Cast, [{ } x]) when root.HasTypeOf(x) => x,
        _ => null,
    };

    // x + (−0) = x
    private static Value? PlusNegativeZero(Value root, Rewriter g) => root switch
    {
        (Binary { Kind: BinaryKind.Add, Activation: Activation.None }, [{ } x, (Constant k, [])]) when root.HasTypeOf(x) && k.IsAll(-0f) => x,
        _ => null,
    };

    // x·1 = x
    private static Value? TimesOne(Value root, Rewriter g) => root switch
    {
        (Binary { Kind: BinaryKind.Mul, Activation: Activation.None }, [{ } x, (Constant k, [])]) when root.HasTypeOf(x) && k.IsAll(1f) => x,
        _ => null,
    };
}
