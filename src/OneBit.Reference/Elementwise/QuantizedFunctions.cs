using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Functions of codes. Clamps and |x| rescale in fixed point; hard swish has arithmetic of its own; the others are tables of the float function, as in TensorFlow Lite.</summary>
internal static class QuantizedFunctions
{
    /// <summary>Computes y = f(x) from codes to codes.</summary>
    public static Literal Evaluate(UnaryKind kind, Call call)
    {
        // Evaluate is reached only where both types hold codes.
        Quantization input = call[0].Type.Quantization!, output = call.Type.Quantization!;
        int[] x = Codes.Centred(call[0]);
        FixedPoint rescale = FixedPoint.Of(input.Scale / output.Scale);
        return kind switch
        {
            UnaryKind.Abs => Codes.Of(call.Type, Array.ConvertAll(x, v => rescale.Times(Math.Abs(v)))),
            UnaryKind.Relu => Codes.Of(call.Type, Array.ConvertAll(x, rescale.Times), Activation.Relu),
            UnaryKind.Relu6 => Codes.Of(call.Type, Array.ConvertAll(x, rescale.Times), Activation.Relu6),
            UnaryKind.ReluN1To1 => Codes.Of(call.Type, Array.ConvertAll(x, rescale.Times), Activation.ReluN1To1),
            UnaryKind.HardSwish => Codes.Of(call.Type, Array.ConvertAll(x, v => HardSwish(v, input.Scale, output.Scale))),
            _ => ByTable(UnaryFunctions.Function(kind) ?? throw call.Unsupported(), call, x),
        };
    }

    // round(f(s_x·x) · (1 / s_y)), half away from zero, in float32; NaN as 0.
    private static Literal ByTable(Func<float, float> function, Call call, int[] x)
    {
        float scale = call[0].Type.Quantization!.Scale, inverse = 1 / call.Type.Quantization!.Scale;
        (int min, int max) = Codes.Range(call.Type.Element);
        float span = 2f * (max - min);
        return Codes.Of(call.Type, Array.ConvertAll(x, v =>
        {
            float rounded = MathF.Round(function(scale * v) * inverse, MidpointRounding.AwayFromZero);
            return float.IsNaN(rounded) ? 0 : (int)Math.Clamp(rounded, -span, span);
        }));
    }

    /// <summary>x·(relu6(x + 3)/6): with 7 extra bits the input is multiplied by s_x/s_y, and by s_x/3 saturating to [−1, 1), which (r + 1)/2 turns into the gate.</summary>
    private static int HardSwish(int x, float inputScale, float outputScale)
    {
        float extended = inputScale / 128;
        (short toOutput, int outputShift) = Factor(extended / outputScale);
        (short toGate, int gateShift) = Factor(extended / (3f / 32768));
        short value = (short)(x << 7);
        short scaled = FixedPoint.HighProduct(value, toOutput);
        short gate = FixedPoint.HighProduct(gateShift > 0 ? ShiftLeft(value, gateShift - 1) : value, toGate);
        if (gateShift > 0)
            gate = ShiftLeft(gate, 1);
        else if (gateShift < 0)
            gate = (short)FixedPoint.RoundingShiftRight(gate, -gateShift);
        short half = (short)((gate + (1 << 15)) >> 1);
        short product = (short)(half * scaled / (1 << 15));
        return FixedPoint.RoundingShiftRight(product, -outputShift);
    }

    private static (short Multiplier, int Shift) Factor(double real)
    {
        FixedPoint factor = FixedPoint.Of(real);
        const int Half = 1 << 15;
        return (factor.Multiplier >= int.MaxValue - Half ? short.MaxValue : (short)((factor.Multiplier + Half) >> 16), factor.Shift);
    }

    private static short ShiftLeft(short x, int shift) => (short)Math.Clamp((long)x << shift, short.MinValue, short.MaxValue);
}
