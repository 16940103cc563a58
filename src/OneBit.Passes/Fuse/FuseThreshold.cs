using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Takes monotone per-channel maps in front of a packing into its bounds, found by bisection on the very arithmetic that they replace; right behind a binary convolution the bounds are integers
/// and the convolution writes the bits itself.  (F6, F9)
/// </summary>
public static class FuseThreshold
{
    /// <summary>The pass for OneBit's own runtime.</summary>
    public static Pass Pass { get; } = new("fuse-threshold", "Turns quantizers behind binary convolutions into integer bounds, and batch norms in front of quantizers into bounds.")
    {
        Rules = [Exact(PackInConvolution), Exact(PackBehindChain), Exact(PackBehindReshape)],
    };

    /// <summary>The pass for models that are loaded: floats alone.</summary>
    public static Pass LoadPass { get; } = new("fuse-bounds", "Takes sums and products with constants in front of packings into their bounds.") { Rules = [Exact(PackBehindChain)] };

    /// <summary>The pass for stock LCE, which compares with constants of one direction and rounds transforms: maps move only where all channels rise, or what is read is the integer itself.</summary>
    public static Pass LcePass { get; } = new("fuse-threshold-for-lce", "Turns quantizers behind binary convolutions into integer bounds.")
    {
        Rules = [Exact(PackInConvolution), Exact(PackInteger), Exact(PackBehindRisingChain), Exact(PackBehindWordReshape)],
    };

    // pack(f(T(Σ v·X))) = bits(least ≤ Σ v·X ≤ most)   where f(T(e)) is monotone in e and read by the packing alone
    private static Value? PackInConvolution(Value root, Rewriter g)
    {
        if (root is not (PackLevels, [{ } x, ..]) || MonotoneChain.EndingIn(x) is not { Source: { Op: LevelConv2D { Output: DType.Float32 } op } conv } chain)
            return null;
        if (Epilogue.IsOn(conv.Producer!) || !chain.IsReadOnce(x) || IntegerBounds(root, conv, chain) is not { } bounds)
            return null;
        int[] least = Array.ConvertAll(bounds, b => b.Least), most = Array.ConvertAll(bounds, b => b.Most);
        List<Value?> operands = [.. conv.Producer!.Operands.Take(LevelConv2D.FirstTransformOperand)]; // an op has a producer
        while (operands.Count < LevelConv2D.LeastOperand)
            operands.Add(null);
        operands.Add(g.Emit(Literal.Vector<int>(least)));
        if (most.Any(bound => bound != int.MaxValue))
            operands.Add(g.Emit(Literal.Vector<int>(most)));
        return g.Emit(op with { Output = DType.Bits }, operands);
    }

    // pack(f(x)) = pack′(x)
    private static Value? PackBehindChain(Value root, Rewriter g) => Moved(root, g, (chain, _) => chain.Source.Op is not LevelConv2D);

    // pack(f(e)) = pack′(e)   where e is the integer of a convolution that others read too
    private static Value? PackInteger(Value root, Rewriter g) => Moved(root, g, (chain, _) => chain.Source.Op is LevelConv2D && !Epilogue.IsOn(chain.Source.Producer!) && Transform.Of(chain.Source.Producer!) is { IsIdentity: true }, isReadOnce: false);

    // pack(f(x)) = pack′(x)   where f rises in every channel
    private static Value? PackBehindRisingChain(Value root, Rewriter g) =>
        Moved(root, g, (chain, bounds) => chain.Source.Op is not LevelConv2D && bounds.Most.All(float.IsPositiveInfinity));

    // pack(reshape(x)) = reshape(pack(x))   where x is a convolution's, which can then write the bits
    private static Value? PackBehindReshape(Value root, Rewriter g) => Reshaped(root, g, _ => true);

    // pack(reshape(x)) = reshape(pack(x))   where bits stay in their words, for stock LCE can move those alone
    private static Value? PackBehindWordReshape(Value root, Rewriter g) =>
        Reshaped(root, g, x => x.Type.Shape[^1] == root.Type.Shape[^1] || (x.Type.Shape[^1] % BitLayout.WordBits == 0 && root.Type.Shape[^1] % BitLayout.WordBits == 0));

    private static Value? Reshaped(Value root, Rewriter g, Func<Value, bool> allows) => root switch
    {
        (PackLevels op, [(Reshape reshape, [{ Type.Shape.Rank: > 0 } x, { } shape]) { HasOneUse: true }, ..] operands)
            when x.HasOneUse && MonotoneChain.EndingIn(x).Source.Op is LevelConv2D { Output: DType.Float32 } && x.Type.Shape.IsStatic && allows(x)
                && (x.Type.Shape[^1] == root.Type.Shape[^1] || operands.Skip(1).All(bound => bound?.Type.Shape.ElementCount == 1))
            => g.Emit(reshape, g.Emit(op, [x, .. operands.Skip(1)]), shape),
        _ => null,
    };

    private static Value? Moved(Value root, Rewriter g, Func<MonotoneChain, PackBounds, bool> allows, bool isReadOnce = true)
    {
        if (root is not (PackLevels op, [{ } x, ..]) || MonotoneChain.EndingIn(x) is not { IsEmpty: false } chain || (isReadOnce && !chain.AreStepsReadOnce(x)))
            return null;
        return FloatBounds(root, x.Type.Shape[^1], chain) is { } bounds && allows(chain, bounds) ? bounds.Emit(g, chain.Source, op.NanIsUpper) : null;
    }

    private static (int Least, int Most)[]? IntegerBounds(Value root, Value conv, MonotoneChain chain)
    {
        int channels = conv.Type.Shape[^1];
        if (root.Op is not PackLevels pack || Transform.Of(conv.Producer!) is not { } t || PackBounds.Of(root)?.Repeat(channels) is not { IsOneSided: true } bounds)
            return null;
        long range = Range(conv);
        (long Least, long Most)[] intervals = MonotoneSearch.Intervals(channels, -range, range, e => bounds.AreUpper(chain.Apply([.. e.Select((v, c) => t.Apply((int)v, c))]), pack.NanIsUpper));
        return Array.ConvertAll(intervals, i => (i.Least <= -range ? int.MinValue : (int)i.Least, i.Most >= range ? int.MaxValue : (int)i.Most));
    }

    // |Σ v·X| is at most K times the largest |X|, that of the border included.
    private static long Range(Value conv)
    {
        var op = (LevelConv2D)conv.Op!;
        Shape input = conv.Producer!.Operands[0]!.Type.Shape, filter = conv.Producer.Operands[1]!.Type.Shape;
        int codes = input.Rank == 5 ? 1 << input[0] : 2;
        int magnitude = op.Levels == InputLevels.Bipolar ? 1 : Math.Max(Math.Abs(op.Zero), Math.Abs(codes - 1 - op.Zero));
        return Math.Max(magnitude, Math.Abs(op.PadValue)) * Dimensions.Product(filter.Dimensions[1..]);
    }

    private static PackBounds? FloatBounds(Value root, int channels, MonotoneChain chain)
    {
        if (root.Op is not PackLevels pack || channels == Shape.Unknown || PackBounds.Of(root)?.Repeat(channels) is not { IsOneSided: true } bounds)
            return null;
        bool[] Says(long[] order) => bounds.AreUpper(chain.Apply(Array.ConvertAll(order, place => FloatOrder.At((int)place))), pack.NanIsUpper);
        (long first, long last) = (FloatOrder.First + 1, FloatOrder.Last - 1);
        // Behind a factor of 0 an infinity is NaN: it must say what its finite neighbours say.
        if (!Says(Repeated(first - 1, channels)).SequenceEqual(Says(Repeated(first, channels))) || !Says(Repeated(last + 1, channels)).SequenceEqual(Says(Repeated(last, channels))))
            return null;
        (long Least, long Most)[] intervals = MonotoneSearch.Intervals(channels, first, last, Says);
        float[] least = Array.ConvertAll(intervals, i => i.Least <= first ? float.NegativeInfinity : i.Least > i.Most ? float.PositiveInfinity : FloatOrder.At((int)i.Least));
        float[] most = Array.ConvertAll(intervals, i => i.Least > i.Most ? float.NegativeInfinity : i.Most >= last ? float.PositiveInfinity : FloatOrder.At((int)i.Most));
        return new PackBounds(least, most);
    }

    private static long[] Repeated(long value, int count)
    {
        long[] values = new long[count];
        Array.Fill(values, value);
        return values;
    }
}
