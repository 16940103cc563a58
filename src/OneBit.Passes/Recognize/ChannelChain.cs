using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>
/// A value as a function of one other, its source, element by element and per channel: all ops between them work on single elements, and their other operands are constants of the channel.
/// </summary>
/// <param name="Root">The value.</param>
/// <param name="Source">What it is a function of, float32.</param>
/// <param name="Steps">The values computed between source and root, in order; the last is the root.</param>
/// <param name="Constants">The constants that they read.</param>
internal sealed record ChannelChain(Value Root, Value Source, IReadOnlyList<Value> Steps, IReadOnlyDictionary<Value, ChannelConstant> Constants)
{
    private const int MaxSteps = 32;

    /// <summary>Number of channels that are told apart: 1 where all constants are scalars.</summary>
    public int Channels { get; } = Constants.Values.Max(constant => (int?)constant.Values.Type.Shape[0]) ?? 1;

    /// <summary>Every way to read <paramref name="root"/> as such a function, the nearest source first.</summary>
    public static IEnumerable<ChannelChain> EndingAt(Value root)
    {
        if (!IsStep(root))
            yield break;
        var constants = new Dictionary<Value, ChannelConstant>();
        var order = new List<Value>();
        Collect(root, new HashSet<Value>(), order, constants);
        var open = new HashSet<Value> { root };
        var steps = new List<Value>();
        var read = new Dictionary<Value, ChannelConstant>();
        for (int i = order.Count - 1; i >= 0 && open.Remove(order[i]); i--)
        {
            steps.Add(order[i]);
            foreach (Value operand in Operands(order[i]))
            {
                if (constants.TryGetValue(operand, out ChannelConstant? constant))
                    read[operand] = constant;
                else
                    open.Add(operand);
            }
            if (open.Count == 1 && open.First() is { Type: { Element: DType.Float32, Quantization: null } } source
                && new ChannelChain(root, source, [.. Enumerable.Reverse(steps)], new Dictionary<Value, ChannelConstant>(read)) is { HasOneShape: true } chain)
                yield return chain;
        }
    }

    /// <summary>The source as large as the root.</summary>
    public Value EmitSource(Rewriter g) =>
        Source.Type.Shape == Root.Type.Shape ? Source : g.Emit(new BroadcastTo(), Source, g.Emit(Literal.Vector(Root.Type.Shape.Dimensions)));

    // Either all sizes are known, and the source can be repeated to that of the root, or source and root have one shape by construction.
    private bool HasOneShape
    {
        get
        {
            (Shape root, Shape source) = (Root.Type.Shape, Source.Type.Shape);
            int channels = root.Rank > 0 ? root[^1] : 1;
            if (Channels != 1 && Channels != channels)
                return false;
            if (root.IsStatic && source.IsStatic)
                return Broadcasting.Fits(source, root);
            return root == source && Constants.All(constant => TakesShapeOf(source, constant.Key, constant.Value));
        }
    }

    private bool TakesShapeOf(Shape source, Value value, ChannelConstant constant)
    {
        if (constant.Shapes.Count > 0)
            return constant.Shapes.All(shape => shape == Source || Steps.Contains(shape));
        Shape own = value.Type.Shape;
        return own.IsStatic && own.Rank <= source.Rank && own.SkipLast(1).All(d => d == 1) && (own.Rank == 0 || own[^1] == 1 || own[^1] == source[^1]);
    }

    // Edges and levels of many are a table of the op, not constants of channels.
    private static IEnumerable<Value> Operands(Value step) => step.Producer!.Operands.OfType<Value>().Take(step.Op is MultiLevelQuantize ? 1 : int.MaxValue);

    // Operands before what reads them.
    private static void Collect(Value value, HashSet<Value> seen, List<Value> order, Dictionary<Value, ChannelConstant> constants)
    {
        if (!seen.Add(value) || order.Count >= MaxSteps)
            return;
        if (ChannelConstant.Of(value) is { } constant)
        {
            constants[value] = constant;
            return;
        }
        if (!IsStep(value))
            return;
        foreach (Value operand in Operands(value))
            Collect(operand, seen, order, constants);
        order.Add(value);
    }

    private static bool IsStep(Value value) => value.Type is { Element: DType.Float32 or DType.Bool or DType.Int32, Quantization: null } && value switch
    {
        (Unary { Kind: UnaryKind.Neg or UnaryKind.Relu or UnaryKind.Relu6 or UnaryKind.ReluN1To1 or UnaryKind.Floor or UnaryKind.Ceil or UnaryKind.Round or UnaryKind.Sign }, _)
            => value.Type.Element == DType.Float32,
        (Unary { Kind: UnaryKind.LogicalNot }, _) => true,
        (Binary { Kind: BinaryKind.Add or BinaryKind.Sub or BinaryKind.Mul or BinaryKind.Div or BinaryKind.Maximum or BinaryKind.Minimum }, _) => value.Type.Element == DType.Float32,
        (Binary { Kind: BinaryKind.LogicalAnd or BinaryKind.LogicalOr }, _) => true,
        (Compare { Kind: not (CompareKind.Equal or CompareKind.NotEqual) }, [{ Type: { Element: DType.Float32, Quantization: null } }, _]) => true,
        (Select select, [{ } condition, ..]) => !select.Legacy || condition.Type.Shape.Rank != 1 || value.Type.Shape.Rank <= 1,
        (Cast, [{ Type: { Element: var from, Quantization: null } }]) => (from, value.Type.Element) is (DType.Bool, _) or (DType.Float32 or DType.Int32, DType.Int32 or DType.Float32),
        (LeakyRelu { Alpha: > 0 and < float.PositiveInfinity }, _) => true,
        (TwoLevelQuantize, _) => true,
        (MultiLevelQuantize, [_, (Constant, _), (Constant, _)]) => true,
        _ => false,
    };
}
