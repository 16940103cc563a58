using OneBit.IR;

namespace OneBit.Runtime;

/// <summary>A fast path for a kind of op: a step for a node, or null where it does not apply.</summary>
public sealed class Lowering
{
    private Lowering(Type op, Func<LoweredNode, Step?> lower)
    {
        Op = op;
        Lower = lower;
    }

    /// <summary>The kind of op.</summary>
    public Type Op { get; }

    /// <summary>The step, or null.</summary>
    public Func<LoweredNode, Step?> Lower { get; }

    /// <summary>A row for ops of type <typeparamref name="T"/>.</summary>
    public static Lowering Of<T>(Func<T, LoweredNode, Step?> lower)
        where T : Op => new(typeof(T), node => lower((T)node.Op, node));
}
