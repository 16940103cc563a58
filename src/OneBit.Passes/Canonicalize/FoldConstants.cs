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

    // f(k₁, …, kₙ) = k
    private static Value? AllConstant(Value root, Rewriter g) => root switch
    {
        (not (null or Constant), [_, ..] operands) when operands.All(IsConstantOrAbsent) && IsWorthKeeping(root, operands)
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

    private static bool IsWorthKeeping(Value root, IReadOnlyList<Value?> operands)
    {
        if (!root.Producer!.Results.All(r => r.Type.Shape.IsStatic)) // only asked of values with operands
            return false;
        long count = root.Producer.Results.Sum(r => r.Type.Shape.ElementCount);
        return count <= MaxFreeElements
            || (operands.All(o => o is null or { HasOneUse: true }) && count <= operands.Sum(o => o?.Type.Shape.ElementCount ?? 0));
    }

    private static IReadOnlyList<Literal> Evaluate(Node node, IReadOnlyList<Value?> operands) =>
        ReferenceExecutor.Evaluate(node.Op, [.. operands.Select(o => o?.Constant)], [.. node.Results.Select(r => r.Type)]);

    private static Constant Vector(Shape shape) => new() { Value = Literal.Vector(shape.Dimensions) };
}
