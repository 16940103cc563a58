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
        Rules = [Exact(PackInConvolution), Exact(PackBehindChain)],
    };

    /// <summary>The pass for stock LCE, which compares with constants of one direction and rounds transforms: maps move only where all channels rise, or what is read is the integer itself.</summary>
    public static Pass LcePass { get; } = new("fuse-threshold-for-lce", "Turns quantizers behind binary convolutions into integer bounds.")
    {
        Rules = [Exact(PackInConvolution), Exact(PackInteger), Exact(PackBehindRisingChain)],
    };

    // pack(f(T(Σ v·X))) = bits(least ≤ Σ v·X ≤ most)   where f(T(e)) is monotone in e and read by the packing alone
    private static Value? PackInConvolution(Value root, Rewriter g)
    {
        if (root is not (PackLevels, [{ } x, ..]) || ChannelChain.EndingIn(x) is not { Source: { Op: LevelConv2D { Output: DType.Float32 } op } conv } chain)
            return null;
        if (!chain.IsReadOnce(x) || IntegerBounds(root, conv, chain) is not { } bounds)
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
    private static Value? PackInteger(Value root, Rewriter g) => Moved(root, g, (chain, _) => chain.Source.Op is LevelConv2D && Transform.Of(chain.Source.Producer!) is { IsIdentity: true }, isReadOnce: false);

    // pack(f(x)) = pack′(x)   where f rises in every channel
    private static Value? PackBehindRisingChain(Value root, Rewriter g) =>
        Moved(root, g, (chain, bounds) => chain.Source.Op is not LevelConv2D && bounds.Most.All(float.IsPositiveInfinity));

    private static Value? Moved(Value root, Rewriter g, Func<ChannelChain, PackBounds, bool> allows, bool isReadOnce = true)
    {
        if (root is not (PackLevels op, [{ } x, ..]) || ChannelChain.EndingIn(x) is not { IsEmpty: false } chain || (isReadOnce && !IsReadByPackAlone(x, chain)))
            return null;
        return FloatBounds(root, x.Type.Shape[^1], chain) is { } bounds && allows(chain, bounds) ? g.Emit(op, [chain.Source, .. bounds.Emit(g)]) : null;
    }

    private static bool IsReadByPackAlone(Value x, ChannelChain chain) => x.HasOneUse && chain.InnerValues.All(step => step.HasOneUse);

    private static (int Least, int Most)[]? IntegerBounds(Value root, Value conv, ChannelChain chain)
    {
        int channels = conv.Type.Shape[^1];
        if (Transform.Of(conv.Producer!) is not { } t || PackBounds.Of(root, channels) is not { IsOneSided: true } bounds)
            return null;
        long range = Range(conv);
        (long Least, long Most)[] intervals = MonotoneSearch.Intervals(channels, -range, range, e => bounds.AreUpper(chain.Apply([.. e.Select((v, c) => t.Apply((int)v, c))])));
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

    private static PackBounds? FloatBounds(Value root, int channels, ChannelChain chain)
    {
        if (channels == Shape.Unknown || PackBounds.Of(root, channels) is not { IsOneSided: true } bounds)
            return null;
        bool[] Says(long[] order) => bounds.AreUpper(chain.Apply(Array.ConvertAll(order, FloatOrder.FromOrder)));
        (long first, long last) = (FloatOrder.ToOrder(float.MinValue), FloatOrder.ToOrder(float.MaxValue));
        // Behind a factor of 0 an infinity is NaN: it must say what its finite neighbours say.
        if (!Says(Repeated(first - 1, channels)).SequenceEqual(Says(Repeated(first, channels))) || !Says(Repeated(last + 1, channels)).SequenceEqual(Says(Repeated(last, channels))))
            return null;
        (long Least, long Most)[] intervals = MonotoneSearch.Intervals(channels, first, last, Says);
        float[] least = Array.ConvertAll(intervals, i => i.Least <= first ? float.NegativeInfinity : i.Least > i.Most ? float.PositiveInfinity : FloatOrder.FromOrder(i.Least));
        float[] most = Array.ConvertAll(intervals, i => i.Least > i.Most ? float.NegativeInfinity : i.Most >= last ? float.PositiveInfinity : FloatOrder.FromOrder(i.Most));
        return new PackBounds(least, most, bounds.NanIsUpper);
    }

    private static long[] Repeated(long value, int count)
    {
        long[] values = new long[count];
        Array.Fill(values, value);
        return values;
    }
}
