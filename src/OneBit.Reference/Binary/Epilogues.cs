using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>What follows a convolution of bits, by the ops that it stands for.  (<see cref="Epilogue"/>)</summary>
internal static class Epilogues
{
    /// <summary>[y] or [y, signs of y], y = then(T(e) + residual).</summary>
    public static IReadOnlyList<Literal> Apply(Literal result, Call call, int residual, Activation then, bool signs)
    {
        if (call.Optional(residual) is { } addend)
            result = ReferenceExecutor.Evaluate(new Binary { Kind = BinaryKind.Add, Activation = then }, [result, addend], [call.Type])[0];
        return signs ? [result, ReferenceExecutor.Evaluate(new BinaryQuantize(), [result], [call.Types[1]])[0]] : [result];
    }
}
