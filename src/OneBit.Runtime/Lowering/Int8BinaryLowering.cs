using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Sums, differences and products of int8 codes, broadcast.</summary>
internal static class Int8BinaryLowering
{
    // Kernels take rescale factors below 2³⁰.
    private const double LargestFactor = 1 << 30;

    public static Step? Lower(Binary op, LoweredNode node)
    {
        if (KindOf(op.Kind) is not { } kind || ScaleOf(node.Type(0)) is not { } left || ScaleOf(node.Type(1)) is not { } right || ScaleOf(node.ResultType()) is not { } result)
            return null;
        double factor = kind == Int8BinaryKind.Mul ? left.Scale * right.Scale / result.Scale : 2.0 * Math.Max(left.Scale, right.Scale) / ((1 << 20) * (double)result.Scale);
        if (!(factor < LargestFactor))
            return null;
        // ScaleOf has checked the quantization.
        (sbyte lower, sbyte upper) = Rescaling.Range(node.ResultType().Quantization!, op.Activation);
        PackedInt8Binary packed = Int8BinaryKernel.Pack(kind, left, right, result, lower, upper);
        return new Int8Step(packed, Broadcast.Of(node.Type(0).Shape.Dimensions, node.Type(1).Shape.Dimensions), node.Operand(0), node.Operand(1), node.Result());
    }

    private static Int8BinaryKind? KindOf(BinaryKind kind) => kind switch
    {
        BinaryKind.Add => Int8BinaryKind.Add,
        BinaryKind.Sub => Int8BinaryKind.Sub,
        BinaryKind.Mul => Int8BinaryKind.Mul,
        _ => null,
    };

    private static Int8Scale? ScaleOf(TensorType type) =>
        type is { Element: DType.Int8, Quantization: { IsPerChannel: false } q } && q.ZeroPoint == (sbyte)q.ZeroPoint && q.Scale > 0 && float.IsFinite(q.Scale)
            ? new Int8Scale(q.Scale, q.ZeroPoint)
            : null;

    private sealed class Int8Step(PackedInt8Binary packed, Broadcast broadcast, Slot left, Slot right, Slot output) : BlockStep(broadcast.Length)
    {
        private readonly Int8BinaryKernel kernel = Int8BinaryKernel.Catalogue.Pick();

        public override string Kernel => kernel.Name;

        public override bool MayOverwriteOperand => true;

        protected override void Execute(StepContext context, int first, int count) =>
            kernel.Run(packed, broadcast, context.Read<sbyte>(left), context.Read<sbyte>(right), context.Write<sbyte>(output), first, first + count);
    }
}
