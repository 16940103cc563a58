using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Levels and codes as bits. A work item is a row of channels. One bound that is open on the other side is one comparison, as in BinaryQuantize.</summary>
internal static class LevelPackingLowering
{
    public static Step? Lower(PackLevels op, LoweredNode node)
    {
        int channels = node.Type(0).Shape[^1];
        if (!node.Is(DType.Float32, DType.Bits) || Bound(node, 1, channels) is not { } least)
            return null;
        float[] most = [float.PositiveInfinity];
        if (node.Has(2))
        {
            if (Bound(node, 2, channels) is not { } bound)
                return null;
            most = bound;
        }
        bool isOneSided = op.NanIsUpper && !Array.Exists(least, float.IsNaN) && !Array.Exists(most, float.IsNaN);
        if (isOneSided && Array.TrueForAll(most, float.IsPositiveInfinity))
            return new PackStep(Rows(node), channels, (kernel, values, words) => kernel.Pack(values, channels, least, BitSide.Below, words), node.Operand(0), node.Result());
        if (isOneSided && Array.TrueForAll(least, float.IsNegativeInfinity))
            return new PackStep(Rows(node), channels, (kernel, values, words) => kernel.Pack(values, channels, most, BitSide.Above, words), node.Operand(0), node.Result());
        (float[] from, float[] to) = (new float[channels], new float[channels]);
        for (int c = 0; c < channels; c++)
        {
            (from[c], to[c]) = (least[least.Length == 1 ? 0 : c], most[most.Length == 1 ? 0 : c]);
            // No number is within a bound of NaN.
            if (float.IsNaN(from[c]) || float.IsNaN(to[c]))
                (from[c], to[c]) = (float.PositiveInfinity, float.NegativeInfinity);
        }
        return new PackStep(Rows(node), channels, (kernel, values, words) => kernel.PackBand(values, channels, from, to, !op.NanIsUpper, words), node.Operand(0), node.Result());
    }

    public static Step? Lower(PackPlanes op, LoweredNode node)
    {
        if (!node.Is(DType.Float32, DType.Bits) || node.Constant(1) is not { } edges || edges.Values<float>().ToArray().Any(float.IsNaN))
            return null;
        return new PlanesStep(op, edges.Values<float>().ToArray(), Rows(node), node.Type(0).Shape[^1], node.Operand(0), node.Result());
    }

    private static int Rows(LoweredNode node) => (int)(node.Type(0).Shape.ElementCount / node.Type(0).Shape[^1]);

    private static float[]? Bound(LoweredNode node, int operand, int channels) =>
        node.Constant(operand) is { } values && (values.Type.StoredElementCount == 1 || values.Type.StoredElementCount == channels) ? values.Values<float>().ToArray() : null;

    private delegate void Packing(BitPackingKernel kernel, ReadOnlySpan<float> values, Span<uint> words);

    private sealed class PackStep(int rows, int channels, Packing pack, Slot input, Slot output) : Step
    {
        private readonly BitPackingKernel kernel = BitPacking.Catalogue.Pick();
        private readonly int words = BitLayout.Words(channels);

        public override string Kernel => kernel.Name;

        public override int WorkItems => rows;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            pack(kernel, context.Read<float>(input)[(begin * channels)..(end * channels)], context.Write<uint>(output)[(begin * words)..(end * words)]);
    }

    private sealed class PlanesStep(PackPlanes op, float[] edges, int rows, int channels, Slot input, Slot output) : Step
    {
        private readonly BitPackingKernel kernel = BitPacking.Catalogue.Pick();
        private readonly int words = BitLayout.Words(channels);

        public override string Kernel => kernel.Name;

        public override int WorkItems => rows;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) => kernel.PackPlanes(
            context.Read<float>(input)[(begin * channels)..(end * channels)], channels, edges, op.Planes, op.NanIsUpper, context.Write<uint>(output)[(begin * words)..], rows * words);
    }
}
