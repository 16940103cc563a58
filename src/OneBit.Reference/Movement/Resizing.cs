using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>
/// Images at another size. Output position o stands for input position o·s, s = in/out, or (in − 1)/(out − 1) with aligned corners; with half-pixel centres for (o + ½)·s − ½ (nearest: (o + ½)·s).
/// </summary>
internal static class Resizing
{
    /// <summary>Computes it for float32 and codes; nearest for elements of any type.</summary>
    public static Literal Evaluate(Resize op, Call call)
    {
        if (call[0].Type.Shape.ElementCount == 0)
            throw call.Error($"resizes an empty image {call[0].Type.Shape}");
        return op.Kind == ResizeKind.NearestNeighbor ? Nearest(op, call) : Bilinear(op, call);
    }

    /// <summary>Rounded down, with aligned corners to the nearest (half up), within the image.</summary>
    private static Literal Nearest(Resize op, Call call)
    {
        (Shape x, Shape y) = (call[0].Type.Shape, call.Type.Shape);
        (float rowScale, float columnScale) = (Scale(op, x[1], y[1]), Scale(op, x[2], y[2]));
        int[] strides = Indices.Strides(x);
        return Rearrangement.Apply(call[0], call.Type, i => Rearrangement.Flat([i[0], At(i[1], rowScale, x[1]), At(i[2], columnScale, x[2]), i[3]], strides));

        int At(int output, float scale, int length)
        {
            float position = (output + (op.HalfPixelCenters ? 0.5f : 0)) * scale;
            return Math.Clamp((int)(op.AlignCorners ? MathF.Round(position, MidpointRounding.AwayFromZero) : MathF.Floor(position)), 0, length - 1);
        }
    }

    /// <summary>Weighted by the distance to the four neighbours, which are cut at the border; codes rounded half away from zero.</summary>
    private static Literal Bilinear(Resize op, Call call)
    {
        (Shape x, Shape y) = (call[0].Type.Shape, call.Type.Shape);
        bool codes = call.Type.Element is DType.Int8 or DType.UInt8 or DType.Int16;
        if (!codes && call.Type.Element != DType.Float32)
            throw call.Unsupported();
        float[] values = codes ? Array.ConvertAll(Elements.Integers(call[0]), v => (float)v) : Elements.Floats(call[0]);
        (float rowScale, float columnScale) = (Scale(op, x[1], y[1]), Scale(op, x[2], y[2]));
        int[] at = new int[4], strides = Indices.Strides(x);
        float[] result = Elements.New<float>(call.Type);
        for (int k = 0; k < result.Length; k++, Indices.Advance(at, y))
        {
            (int top, int bottom, float down) = Neighbours(at[1], rowScale, x[1]);
            (int left, int right, float along) = Neighbours(at[2], columnScale, x[2]);
            result[k] = (((Pixel(top, left) * (1 - along)) + (Pixel(top, right) * along)) * (1 - down))
                + (((Pixel(bottom, left) * (1 - along)) + (Pixel(bottom, right) * along)) * down);
        }
        return codes
            ? Elements.OfIntegers(call.Type, Array.ConvertAll(result, v => (long)MathF.Round(v, MidpointRounding.AwayFromZero)))
            : Elements.Of(call.Type, result);

        float Pixel(int row, int column) => values[Rearrangement.Flat([at[0], row, column, at[3]], strides)];

        (int Lower, int Upper, float Fraction) Neighbours(int output, float scale, int length)
        {
            float position = op.HalfPixelCenters ? ((output + 0.5f) * scale) - 0.5f : output * scale;
            int lower = Math.Clamp((int)MathF.Floor(position), 0, length - 1);
            return (lower, Math.Clamp((int)MathF.Ceiling(position), 0, length - 1), position - lower);
        }
    }

    private static float Scale(Resize op, int input, int output) =>
        op.AlignCorners && output > 1 ? (input - 1) / (float)(output - 1) : input / (float)output;
}
