using OneBit.IR;
using OneBit.Reference;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>Computes beforehand what hangs on constants alone, by the reference executor: folding cannot disagree with execution.</summary>
public static class FoldConstants
{
    /// <summary>A larger result is folded only where it has no more elements than its operands, and they no other use: a small file cannot grow large here.</summary>
    public const int MaxFreeElements = 1024;

    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("fold-constants", "Computes what hangs on constants and known shapes alone.")
    {
        Rules = [Exact(AllConstant), Exact(StaticShape)],
        Establishes = GraphForms.ConstantsFolded,
    };

    /// <summary>The pass for conversion, where latent kernels are read twice (by a quantizer and by its scale) and are to be folded all the same: a result may be as large as its operands.</summary>
    public static Pass ConversionPass { get; } = new("fold-weights", "Computes quantized kernels and whatever else hangs on constants alone.")
    {
        Rules = [Exact(Weights)],
        Establishes = GraphForms.ConstantsFolded,
    };

    // f(k₁, …, kₙ) = k
    private static Value? AllConstant(Value root, Rewriter g) => root switch
    {
        (not (null or Constant), [_, ..] operands) when operands.All(IsConstantOrAbsent) && IsWorthKeeping(root, operands)
            => g.Emit(Evaluate(root.Producer!, operands)[root.Index]), // a value with operands has a producer
        _ => null,
    };

    private static Value? Weights(Value root, Rewriter g) => root switch
    {
        (not (null or Constant), [_, ..] operands) when operands.All(IsConstantOrAbsent) && IsNoLarger(root, operands)
            => g.Emit(Evaluate(root.Producer!, operands)[root.Index]), // a value with operands has a producer
        _ => null,
    };

    // shape(x) = k   where every dimension of x is known
    private static Value? StaticShape(Value root, Rewriter g) => root switch
    {
        (ShapeOf op, [{ Type.Shape: { IsStatic: true } shape }]) => g.Emit(ConstantArithmetic.Apply(new Cast { To = op.Output }, Vector(shape))),
        _ => null,
    };

    private static bool IsConstantOrAbsent(Value? operand) => operand is null or { Op: Constant };

    private static bool IsWorthKeeping(Value root, IReadOnlyList<Value?> operands) =>
        IsNoLarger(root, operands) && (Count(root) <= MaxFreeElements || operands.All(o => o is null or { HasOneUse: true }));

    private static bool IsNoLarger(Value root, IReadOnlyList<Value?> operands) =>
        root.Producer!.Results.All(r => r.Type.Shape.IsStatic) // only asked of values with operands
        && Count(root) <= Math.Max(MaxFreeElements, operands.Sum(o => o?.Type.Shape.ElementCount ?? 0));

    private static long Count(Value root) => root.Producer!.Results.Sum(r => r.Type.Shape.ElementCount); // likewise

    private static IReadOnlyList<Literal> Evaluate(Node node, IReadOnlyList<Value?> operands) =>
        ReferenceExecutor.Evaluate(node.Op, [.. operands.Select(o => o?.Constant)], [.. node.Results.Select(r => r.Type)]);

    private static Constant Vector(Shape shape) => new() { Value = Literal.Vector(shape.Dimensions) };
}
