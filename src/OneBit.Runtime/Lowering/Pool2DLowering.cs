using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Max and average pools of float32 and codes; the mean and the maximum over height and width are pools whose filter is the image.</summary>
internal static class Pool2DLowering
{
    private const int LargestInt8Average = 1 << 23;

    public static Step? Lower(Pool2D op, LoweredNode node)
    {
        if (WindowShapes.Of(node.Type(0).Shape, node.ResultType().Shape, op.Filter, op.Stride, Size2D.One, op.Padding) is not { } window)
            return null;
        Kernels.PoolKind kind = op.Kind == IR.PoolKind.Max ? Kernels.PoolKind.Max : Kernels.PoolKind.Average;
        int channels = node.Type(0).Shape[3];
        if (node.Is(DType.Float32, DType.Float32))
            return new FloatStep(kind, window, channels, ActivationBounds.Of(op.Activation), node.Operand(0), node.Result());
        bool sameCodes = node.Is(DType.Int8, DType.Int8) && node.Type(0).Quantization is { IsPerChannel: false } q && q.Equals(node.ResultType().Quantization);
        // The condition above has checked the quantization.
        return sameCodes && window.Taps <= LargestInt8Average
            ? new Int8Step(kind, window, channels, Rescaling.Range(node.ResultType().Quantization!, op.Activation), node.Operand(0), node.Result())
            : null;
    }

    public static Step? Lower(Reduce op, LoweredNode node)
    {
        Shape image = node.Type(0).Shape;
        bool overImage = image.Rank == 4 && node.Is(DType.Float32, DType.Float32) && op.Kind is ReduceKind.Mean or ReduceKind.Max
            && node.Constant(1) is { Type.Element: DType.Int32 } axes && IsImage(axes.Values<int>());
        if (!overImage || WindowShapes.Of(image, [image[0], 1, 1, image[3]], new Size2D(image[1], image[2]), Size2D.One, Size2D.One, Padding.Valid) is not { } window)
            return null;
        Kernels.PoolKind kind = op.Kind == ReduceKind.Max ? Kernels.PoolKind.Max : Kernels.PoolKind.Average;
        return new FloatStep(kind, window, image[3], ActivationBounds.Of(Activation.None), node.Operand(0), node.Result());
    }

    private static bool IsImage(ReadOnlySpan<int> axes) =>
        axes.Length == 2 && ((axes[0] & 3, axes[1] & 3) is (1, 2) or (2, 1)) && axes[0] is >= -4 and < 4 && axes[1] is >= -4 and < 4;

    private sealed class FloatStep(Kernels.PoolKind kind, WindowShape window, int channels, (float Lower, float Upper) range, Slot input, Slot output) : Step
    {
        private readonly FloatPoolingKernel kernel = FloatPoolingKernel.Catalogue.Pick();

        public override string Kernel => kernel.Name;

        public override int WorkItems { get; } = FloatPoolingKernel.WorkItems(window);

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            kernel.Run(kind, window, channels, context.Read<float>(input), context.Write<float>(output), range.Lower, range.Upper, begin, end);
    }

    private sealed class Int8Step(Kernels.PoolKind kind, WindowShape window, int channels, (sbyte Lower, sbyte Upper) range, Slot input, Slot output) : Step
    {
        private readonly Int8PoolingKernel kernel = Int8PoolingKernel.Catalogue.Pick();

        public override string Kernel => kernel.Name;

        public override int WorkItems { get; } = Int8PoolingKernel.WorkItems(window);

        public override int ScratchBytes { get; } = Int8PoolingKernel.ScratchBytes(channels);

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) =>
            kernel.Run(kind, window, channels, context.Read<sbyte>(input), context.Write<sbyte>(output), range.Lower, range.Upper, scratch, begin, end);
    }
}
