using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Functions of one float32 tensor.</summary>
internal static class UnaryLowering
{
    public static Step? Lower(Unary op, LoweredNode node) => KindOf(op.Kind) is { } kind ? Lower(kind, 0, node) : null;

    public static Step? Lower(LeakyRelu op, LoweredNode node) => Lower(FloatUnaryKind.LeakyRelu, op.Alpha, node);

    private static FloatStep? Lower(FloatUnaryKind kind, float parameter, LoweredNode node) =>
        node.Is(DType.Float32, DType.Float32) ? new FloatStep(kind, parameter, (int)node.Type(0).Shape.ElementCount, node.Operand(0), node.Result()) : null;

    private static FloatUnaryKind? KindOf(UnaryKind kind) => kind switch
    {
        UnaryKind.Abs => FloatUnaryKind.Abs,
        UnaryKind.Neg => FloatUnaryKind.Neg,
        UnaryKind.Exp => FloatUnaryKind.Exp,
        UnaryKind.Sqrt => FloatUnaryKind.Sqrt,
        UnaryKind.Rsqrt => FloatUnaryKind.Rsqrt,
        UnaryKind.Square => FloatUnaryKind.Square,
        UnaryKind.Tanh => FloatUnaryKind.Tanh,
        UnaryKind.Logistic => FloatUnaryKind.Logistic,
        UnaryKind.Relu => FloatUnaryKind.Relu,
        UnaryKind.Relu6 => FloatUnaryKind.Relu6,
        UnaryKind.ReluN1To1 => FloatUnaryKind.ReluN1To1,
        UnaryKind.HardSwish => FloatUnaryKind.HardSwish,
        UnaryKind.Elu => FloatUnaryKind.Elu,
        UnaryKind.GeluTanh => FloatUnaryKind.GeluTanh,
        UnaryKind.Floor => FloatUnaryKind.Floor,
        UnaryKind.Ceil => FloatUnaryKind.Ceil,
        UnaryKind.Round => FloatUnaryKind.Round,
        _ => null,
    };

    private sealed class FloatStep(FloatUnaryKind kind, float parameter, int elements, Slot input, Slot output) : BlockStep(elements)
    {
        private readonly FloatUnaryKernel kernel = FloatUnaryKernel.Catalogue.Pick();

        public override string Kernel => kernel.Name;

        public override bool MayOverwriteOperand => true;

        protected override void Execute(StepContext context, int first, int count) =>
            kernel.Run(kind, context.Read<float>(input).Slice(first, count), context.Write<float>(output).Slice(first, count), parameter);
    }
}
