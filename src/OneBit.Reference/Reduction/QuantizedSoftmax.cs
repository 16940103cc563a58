using System.Numerics;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Softmax of codes, as TensorFlow Lite computes it.</summary>
internal static class QuantizedSoftmax
{
    private const int DifferenceIntegerBits = 5, SumIntegerBits = 12;

    /// <summary>8-bit results: a float32 table of exp(beta·s·(q − max)), its sum in float32, then ⌊p/(Σ·s') + ½⌋ + z', saturated.</summary>
    public static Literal ByTable(float beta, Call call, int length)
    {
        float scale = call[0].Type.Quantization!.Scale * beta, outputScale = call.Type.Quantization!.Scale;
        int[] x = Codes.Centred(call[0]), result = new int[x.Length];
        for (int first = 0; first < x.Length; first += length)
        {
            int[] row = x[first..(first + length)];
            int max = row.Max();
            float sum = 0;
            foreach (int v in row)
                sum += Power(v - max);
            float inverse = 1 / (sum * outputScale);
            for (int i = 0; i < length; i++)
                result[first + i] = (int)((Power(row[i] - max) * inverse) + 0.5f);
        }
        return Codes.Of(call.Type, result);

        float Power(int difference) => (float)Math.Exp(scale * difference);
    }

    /// <summary>int16 results: exponentials with 31 fraction bits, their sum with 19, its reciprocal by Newton's method; scale 2⁻¹⁶, zero point −2¹⁵.</summary>
    public static Literal ToInt16(float beta, Call call, int length)
    {
        double real = Math.Min((double)beta * call[0].Type.Quantization!.Scale * (1L << (31 - DifferenceIntegerBits)), (1L << 31) - 1.0);
        FixedPoint scale = FixedPoint.Of(real);
        int smallest = -(int)Math.Floor(((1 << DifferenceIntegerBits) - 1.0) * (1L << (31 - DifferenceIntegerBits)) / (1L << Math.Max(0, scale.Shift)));
        int[] x = Codes.Centred(call[0]);
        long[] result = new long[x.Length];
        for (int first = 0; first < x.Length; first += length)
        {
            int[] row = x[first..(first + length)];
            int max = row.Max(), sum = 0;
            foreach (int v in row)
                sum += v - max >= smallest ? FixedPoint.RoundingShiftRight(FixedPointExp.Negative(scale.Times(v - max)), SumIntegerBits) : 0;
            int headroom = BitOperations.LeadingZeroCount((uint)sum);
            int reciprocal = FixedPointExp.ReciprocalOfOnePlus((int)(((uint)sum << headroom) - (1u << 31)));
            int shift = SumIntegerBits - headroom + 31 - 16;
            for (int i = 0; i < length; i++)
            {
                int power = row[i] - max >= smallest ? FixedPointExp.Negative(scale.Times(row[i] - max)) : 0;
                long code = FixedPoint.RoundingShiftRight(FixedPoint.HighProduct(reciprocal, power), shift) + (long)short.MinValue;
                result[first + i] = Math.Clamp(code, short.MinValue, short.MaxValue);
            }
        }
        return Elements.OfIntegers(call.Type, result);
    }
}
