using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>y = f(x) for each element. Functions of float32 are formed in float64 and rounded once.</summary>
internal static class UnaryFunctions
{
    /// <summary>Computes it for float32, codes, integers and bools.</summary>
    public static Literal Evaluate(Unary op, Call call)
    {
        Literal input = call[0];
        if (op.Kind == UnaryKind.ZerosLike && input.Type.Element != DType.Bits)
            return new Literal(call.Type, new byte[call.Type.SizeInBytes]);
        if (input.Type.Element == DType.Float32)
            return Elements.Of(call.Type, Array.ConvertAll(Elements.Floats(input), v => Function(op.Kind)?.Invoke(v) ?? throw call.Unsupported()));
        if (input.Type.Element.IsFloat() || input.Type.Element == DType.Bits)
            throw call.Unsupported();
        if (Codes.AreIn(input.Type) && Codes.AreIn(call.Type))
            return QuantizedFunctions.Evaluate(op.Kind, call);
        Converter<long, long> function = Function(op.Kind, input.Type.Element) ?? throw call.Unsupported();
        return Elements.OfIntegers(call.Type, Array.ConvertAll(Elements.Integers(input), function));
    }

    /// <summary>The function of a float; null where it is none of floats. NaN gives NaN, but sign(NaN) = 0; the sign of a subnormal is 0, as in TensorFlow Lite, which flushes them.</summary>
    public static Func<float, float>? Function(UnaryKind kind) => kind switch
    {
        UnaryKind.Abs => MathF.Abs,
        UnaryKind.Neg => x => -x,
        UnaryKind.Exp => x => (float)Math.Exp(x),
        UnaryKind.Log => x => (float)Math.Log(x),
        UnaryKind.Sqrt => MathF.Sqrt,
        UnaryKind.Rsqrt => x => (float)(1 / Math.Sqrt(x)),
        UnaryKind.Square => x => x * x,
        UnaryKind.Sin => x => (float)Math.Sin(x),
        UnaryKind.Cos => x => (float)Math.Cos(x),
        UnaryKind.Tanh => x => (float)Math.Tanh(x),
        UnaryKind.Logistic => x => (float)(1 / (1 + Math.Exp(-(double)x))),
        UnaryKind.Relu => x => Activations.Clamp(x, Activations.Bounds(Activation.Relu)),
        UnaryKind.Relu6 => x => Activations.Clamp(x, Activations.Bounds(Activation.Relu6)),
        UnaryKind.ReluN1To1 => x => Activations.Clamp(x, Activations.Bounds(Activation.ReluN1To1)),
        UnaryKind.HardSwish => x => x * Activations.Clamp(x + 3, (0, 6)) / 6,
        UnaryKind.Elu => x => x < 0 ? (float)ErrorFunction.ExpMinusOne(x) : x,
        UnaryKind.Gelu => x => (float)(0.5 * x * ErrorFunction.Complementary(-x / Math.Sqrt(2))),
        UnaryKind.GeluTanh => x => (float)(0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))),
        UnaryKind.Floor => MathF.Floor,
        UnaryKind.Ceil => MathF.Ceiling,
        UnaryKind.Round => MathF.Round,
        UnaryKind.Sign => x => Elements.SubnormalAsZero(x) > 0 ? 1 : Elements.SubnormalAsZero(x) < 0 ? -1 : 0,
        _ => null,
    };

    private static Converter<long, long>? Function(UnaryKind kind, DType element)
    {
        if (element == DType.Bool)
            return kind == UnaryKind.LogicalNot ? x => 1 - x : null;
        return kind switch
        {
            UnaryKind.Abs => x => x < 0 ? -x : x,
            UnaryKind.Neg => x => -x,
            UnaryKind.Square => x => x * x,
            UnaryKind.Relu => x => Math.Max(x, 0),
            UnaryKind.Relu6 => x => Math.Clamp(x, 0, 6),
            UnaryKind.ReluN1To1 => x => Math.Clamp(x, -1, 1),
            UnaryKind.Floor or UnaryKind.Ceil or UnaryKind.Round => x => x,
            UnaryKind.Sign => x => Math.Sign(x),
            _ => null,
        };
    }
}
