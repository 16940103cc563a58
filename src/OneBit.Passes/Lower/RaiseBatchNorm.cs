using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>Takes a batch normalization that a file spells out as three operations for the one that it is: the tensor is then read and written once. The reverse of <see cref="LowerBatchNorm"/>.</summary>
public static class RaiseBatchNorm
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("raise-batch-norm", "Makes one batch normalization of a sum, a product and a sum with constants.") { Rules = [Exact(Centered)] };

    // (x + a)·b + c = norm(x){mean = −a, variance = 1, gamma = b, beta = c, epsilon = 0}   with constants per channel and nothing else that reads what lies between
    private static Value? Centered(Value root, Rewriter g) => root switch
    {
        (Binary { Kind: BinaryKind.Add, Activation: Activation.None }, [(Binary { Kind: BinaryKind.Mul, Activation: Activation.None }, [(Binary { Kind: BinaryKind.Add, Activation: Activation.None }, [{ } x, (Constant a, _)]) { HasOneUse: true } sum, (Constant b, _)]) { HasOneUse: true } product, (Constant c, _)])
            when x.Type == root.Type && sum.Type == root.Type && product.Type == root.Type && x.Type is { Element: DType.Float32, Shape.Rank: > 0 } && Vector(x, a) is { } mean && Vector(x, b) is { } gamma && Vector(x, c) is { } beta
            => g.Emit(new BatchNorm { Epsilon = 0 }, x, g.Emit(Literal.Vector<float>(Array.ConvertAll(mean, v => -v))), g.Emit(Literal.Vector<float>(Ones(mean.Length))), g.Emit(Literal.Vector<float>(gamma)), g.Emit(Literal.Vector<float>(beta))),
        _ => null,
    };

    private static float[]? Vector(Value x, Constant k) => x.Type.Shape[^1] == Shape.Unknown ? null : ChannelValues.Of(k, x.Type.Shape);

    private static float[] Ones(int count)
    {
        float[] ones = new float[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
