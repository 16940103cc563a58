using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>Reads values as quantizers: step functions of a value as far in front as can be.</summary>
internal static class Quantizers
{
    // Fewer floats than this between two edges are the accident of a rounding, as the zero of a sign is.
    private const int LeastWidth = 1024;

    /// <summary>
    /// <paramref name="root"/> as a step function of the farthest source, null where it is none, or a quantizer that cannot go farther.
    /// What lies in front of a quantizer moves into its edges as long as levels neither merge nor change their order in some channels only.
    /// </summary>
    public static StepFunction? Deepest(Value root, int minSteps, int maxSteps, bool exact)
    {
        if (root.Type is not { Element: DType.Float32, Quantization: null })
            return null;
        StepFunction? nearest = null, deepest = null;
        foreach (ChannelChain chain in ChannelChain.EndingAt(root))
        {
            bool isRoot = root.Op is TwoLevelQuantize or MultiLevelQuantize && chain.Steps.Count == 1;
            if (StepFunction.Of(chain, maxSteps) is not { } step || step.Edges.Max(edges => edges.Count) < minSteps || (exact && !step.IsExact))
                continue;
            if (!isRoot && !Array.TrueForAll(step.Edges, AreApart))
                continue;
            if (nearest is not null && !KeepsLevels(nearest, step))
                continue;
            nearest ??= step;
            if (!isRoot)
                deepest = step;
        }
        return deepest;
    }

    /// <summary>True where the values are the same bit for bit: 0 is not −0.</summary>
    public static bool SameBits(IReadOnlyList<float> x, IReadOnlyList<float> y) => x.Count == y.Count && x.Zip(y).All(pair => SameBits(pair.First, pair.Second));

    private static bool AreApart(IReadOnlyList<float> edges)
    {
        for (int i = 1; i < edges.Count; i++)
        {
            bool isZero = edges[i - 1] >= -FloatOrder.SmallestNormal && edges[i] <= FloatOrder.SmallestNormal;
            if (isZero || FloatOrder.PlaceOf(edges[i]) - (long)FloatOrder.PlaceOf(edges[i - 1]) < LeastWidth)
                return false;
        }
        return true;
    }

    private static bool KeepsLevels(StepFunction near, StepFunction far)
    {
        int channels = Math.Max(near.Levels.Length, far.Levels.Length);
        (float[] Near, float[] Far)[] levels = [.. ChannelValues.Spread<float[]>(near.Levels, channels).Zip(ChannelValues.Spread<float[]>(far.Levels, channels))];
        return Array.TrueForAll(levels, pair => pair.Near.SequenceEqual(pair.Far)) || Array.TrueForAll(levels, pair => pair.Near.SequenceEqual(pair.Far.Reverse()));
    }

    private static bool SameBits(float x, float y) => BitConverter.SingleToInt32Bits(x) == BitConverter.SingleToInt32Bits(y);
}
