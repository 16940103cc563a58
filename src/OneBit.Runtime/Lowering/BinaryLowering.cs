using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Functions of two float32 tensors, broadcast.</summary>
internal static class BinaryLowering
{
    public static Step? Lower(Binary op, LoweredNode node) =>
        KindOf(op.Kind) is { } kind ? Lower(kind, node, Range(op)) : null;

    public static Step? Lower(PRelu op, LoweredNode node) => Lower(FloatBinaryKind.PRelu, node, ActivationBounds.Of(Activation.None));

    private static FloatStep? Lower(FloatBinaryKind kind, LoweredNode node, (float Lower, float Upper) range)
    {
        if (!node.Is(DType.Float32, DType.Float32) || node.Type(1).Element != DType.Float32)
            return null;
        var broadcast = Broadcast.Of(node.Type(0).Shape.Dimensions, node.Type(1).Shape.Dimensions);
        return new FloatStep(kind, broadcast, range, node.Operand(0), node.Operand(1), node.Result());
    }

    // A quotient is never infinite: x / 0 is the largest float, as in TensorFlow Lite.
    private static (float Lower, float Upper) Range(Binary op)
    {
        (float lower, float upper) = ActivationBounds.Of(op.Activation);
        return op.Kind == BinaryKind.Div ? (MathF.Max(lower, float.MinValue), MathF.Min(upper, float.MaxValue)) : (lower, upper);
    }

    private static FloatBinaryKind? KindOf(BinaryKind kind) => kind switch
    {
        BinaryKind.Add => FloatBinaryKind.Add,
        BinaryKind.Sub => FloatBinaryKind.Sub,
        BinaryKind.Mul => FloatBinaryKind.Mul,
        BinaryKind.Div => FloatBinaryKind.Div,
        BinaryKind.Maximum => FloatBinaryKind.Maximum,
        BinaryKind.Minimum => FloatBinaryKind.Minimum,
        BinaryKind.SquaredDifference => FloatBinaryKind.SquaredDifference,
        _ => null,
    };

    private sealed class FloatStep(FloatBinaryKind kind, Broadcast broadcast, (float Lower, float Upper) range, Slot left, Slot right, Slot output) : BlockStep(broadcast.Length)
    {
        private readonly FloatBinaryKernel kernel = FloatBinaryKernel.Catalogue.Pick();

        public override string Kernel => kernel.Name;

        public override bool MayOverwriteOperand => true;

        protected override void Execute(StepContext context, int first, int count) =>
            kernel.Run(kind, broadcast, context.Read<float>(left), context.Read<float>(right), context.Write<float>(output), range.Lower, range.Upper, first, first + count);
    }
}
