using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Quantizers to levels and batch normalizations: functions of float32 with constants of the channel.</summary>
internal static class ChannelLowering
{
    public static Step? Lower(TwoLevelQuantize op, LoweredNode node)
    {
        int channels = node.Type(0).Shape is { Rank: > 0 } shape ? shape[^1] : 1;
        if (Constants(node, 1, channels) is not { } threshold || Constants(node, 2, channels) is not { } low || Constants(node, 3, channels) is not { } high)
            return null;
        float[]? ofNan = op.Nan == NanRule.Below ? low : op.Nan == NanRule.Above ? high : null;
        return Of(node, new TwoLevels(threshold, low, high, ofNan));
    }

    public static Step? Lower(MultiLevelQuantize op, LoweredNode node)
    {
        if (node.Constant(1) is not { } edges || node.Constant(2) is not { } levels || !Rise(edges.Values<float>()) || levels.Type.StoredElementCount != edges.Type.StoredElementCount + 1)
            return null;
        float[] values = levels.Values<float>().ToArray();
        return Of(node, new MultiLevels(edges.Values<float>().ToArray(), values, op.Nan == NanRule.Below ? values[0] : op.Nan == NanRule.Above ? values[^1] : null));
    }

    public static Step? Lower(FakeQuantize op, LoweredNode node)
    {
        float lowest = op.NarrowRange ? 1 : 0, highest = (1 << op.Bits) - 1;
        float scale = (op.Max - op.Min) / (highest - lowest), inverse = (highest - lowest) / (op.Max - op.Min);
        float zeroPoint = MathF.Round(Math.Clamp(lowest - (op.Min / scale), lowest, highest), MidpointRounding.AwayFromZero);
        float min = (lowest - zeroPoint) * scale, max = (highest - zeroPoint) * scale;
        return Of(node, new GridRounding(min, max, scale, MathF.Floor((-min * inverse) + 0.5f)));
    }

    public static Step? Lower(BatchNorm op, LoweredNode node)
    {
        int channels = node.Type(0).Shape[^1];
        if (Vector(node, 1, channels, 0) is not { } mean || Vector(node, 2, channels, 0) is not { } variance || Vector(node, 3, channels, 1) is not { } gamma || Vector(node, 4, channels, 0) is not { } beta)
            return null;
        float[] scale = new float[channels], shift = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            float sum = variance[c] + op.Epsilon;
            scale[c] = (float)(1 / Math.Sqrt(sum)) * gamma[c];
            float offset = mean[c] * scale[c];
            shift[c] = op.Form == BatchNormForm.Centered ? beta[c] : beta[c] - offset;
        }
        float[]? center = op.Form == BatchNormForm.Centered ? ChannelFunctions.Repeat(mean, channels) : null;
        return Of(node, new AffineMaps(center, ChannelFunctions.Repeat(scale, channels), ChannelFunctions.Repeat(shift, channels)));
    }

    private static FunctionStep<TFunction>? Of<TFunction>(LoweredNode node, TFunction function)
        where TFunction : struct, IChannelFunction =>
        node.Is(DType.Float32, DType.Float32) ? new FunctionStep<TFunction>(function, (int)node.Type(0).Shape.ElementCount, node.Operand(0), node.Result()) : null;

    private static float[]? Constants(LoweredNode node, int operand, int channels) =>
        node.Constant(operand) is { } values && (values.Type.StoredElementCount == 1 || values.Type.StoredElementCount == channels)
            ? ChannelFunctions.Repeat(values.Values<float>(), channels)
            : null;

    private static float[]? Vector(LoweredNode node, int operand, int channels, float absent)
    {
        if (!node.Has(operand))
            return [.. Enumerable.Repeat(absent, channels)];
        return node.Constant(operand) is { } values && values.Type.StoredElementCount == channels ? values.Values<float>().ToArray() : null;
    }

    private static bool Rise(ReadOnlySpan<float> edges)
    {
        for (int i = 0; i < edges.Length; i++)
        {
            if (float.IsNaN(edges[i]) || (i > 0 && edges[i] < edges[i - 1]))
                return false;
        }
        return true;
    }

    private sealed class FunctionStep<TFunction>(TFunction function, int elements, Slot input, Slot output) : BlockStep(elements)
        where TFunction : struct, IChannelFunction
    {
        public override string Kernel => ChannelFunctions.Recipe;

        public override bool MayOverwriteOperand => true;

        protected override void Execute(StepContext context, int first, int count) =>
            ChannelFunctions.Run(function, context.Read<float>(input).Slice(first, count), context.Write<float>(output).Slice(first, count), first);
    }
}
