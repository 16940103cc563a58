using OneBit.IR;
using OneBit.Reference;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>
/// Ops one behind another that map each channel by a monotone function: sums and products with constants, batch norms, clamps, leaky rectifiers. Computed as they stand, by the reference executor.
/// </summary>
internal sealed class MonotoneChain
{
    private readonly IReadOnlyList<Value> steps;

    private MonotoneChain(Value source, IReadOnlyList<Value> steps)
    {
        Source = source;
        this.steps = steps;
    }

    /// <summary>What the first op reads.</summary>
    public Value Source { get; }

    /// <summary>True where there is no op.</summary>
    public bool IsEmpty => steps.Count == 0;

    /// <summary>True where nothing else reads the end or what lies between it and the source.</summary>
    public bool AreStepsReadOnce(Value end) => end.HasOneUse && steps.All(step => step.HasOneUse);

    /// <summary>True where nothing else reads the source either.</summary>
    public bool IsReadOnce(Value end) => AreStepsReadOnce(end) && Source.HasOneUse;

    /// <summary>The longest chain that ends in <paramref name="end"/>.</summary>
    public static MonotoneChain EndingIn(Value end)
    {
        var found = new List<Value>();
        Value source = end;
        while (IsMonotone(source))
        {
            found.Insert(0, source);
            source = source.Producer!.Operands[0]!; // monotone ops have a first operand
        }
        return new MonotoneChain(source, found);
    }

    /// <summary>f(x), element c by the function of channel c.</summary>
    public float[] Apply(float[] x)
    {
        var type = new TensorType(DType.Float32, [1, 1, 1, x.Length]);
        Literal value = Literal.Of<float>(type, x);
        foreach (Value step in steps)
        {
            Literal?[] operands = [value, .. step.Producer!.Operands.Skip(1).Select(o => o?.Constant)];
            value = ReferenceExecutor.Evaluate(step.Op!, operands, [type])[0].As(type);
        }
        return value.Values<float>().ToArray();
    }

    private static bool IsMonotone(Value value)
    {
        if (value is not (_, [{ } x, ..] operands) || value.Type.Element != DType.Float32 || value.Type.Shape.Rank == 0 || value.Type != x.Type)
            return false;
        return value.Op switch
        {
            Unary { Kind: UnaryKind.Relu or UnaryKind.Relu6 or UnaryKind.ReluN1To1 } => true,
            LeakyRelu leaky => leaky.Alpha >= 0,
            PRelu => Constants(operands, x) is [{ } alpha] && alpha.All(a => a >= 0),
            Binary { Kind: BinaryKind.Add or BinaryKind.Sub or BinaryKind.Mul or BinaryKind.Maximum or BinaryKind.Minimum } => Constants(operands, x) is [not null],
            Binary { Kind: BinaryKind.Div } => Constants(operands, x) is [{ } divisor] && divisor.All(k => k != 0),
            BatchNorm op => ChannelValues.Of(op, operands) is not null,
            _ => false,
        };
    }

    private static float[]?[] Constants(IReadOnlyList<Value?> operands, Value x) =>
        [.. operands.Skip(1).Select(o => o?.Op is Constant k ? ChannelValues.Of(k, x.Type.Shape) : null)];
}
