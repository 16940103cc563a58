using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Levels as bits; bit 0 is the upper level.</summary>
internal static class LevelPacking
{
    /// <summary>Bit 0 where least ≤ x ≤ most, else bit 1; NaN by the op's rule.  (F9)</summary>
    public static Literal Pack(PackLevels op, Call call)
    {
        int channels = call.Type.Shape[^1];
        float[] values = Elements.Floats(call[0]), least = Channels.Floats(call, 1, channels);
        float[]? most = Channels.OptionalFloats(call, 2, channels);
        byte[] bits = new byte[values.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            (float x, int c) = (values[i], i % channels);
            bool upper = float.IsNaN(x) ? op.NanIsUpper : x >= least[c] && (most is null || x <= most[c]);
            bits[i] = upper ? (byte)0 : (byte)1;
        }
        return Elements.Packed(new Literal(new TensorType(DType.Bool, call.Type.Shape), bits));
    }

    /// <summary>Plane i is bit i of the code q(x), the number of edges that are ≤ x; NaN is the code of all edges, or 0. A 1 of the code packs as bit 0.  (F12)</summary>
    public static Literal PackPlanes(PackPlanes op, Call call)
    {
        float[] values = Elements.Floats(call[0]), edges = Elements.Floats(call[1]);
        byte[] bits = new byte[checked(op.Planes * values.Length)];
        for (int i = 0; i < values.Length; i++)
        {
            int code = float.IsNaN(values[i]) ? (op.NanIsUpper ? edges.Length : 0) : LevelQuantizers.Code(values[i], edges);
            for (int plane = 0; plane < op.Planes; plane++)
                bits[(plane * values.Length) + i] = (byte)(1 - ((code >> plane) & 1));
        }
        return Elements.Packed(new Literal(new TensorType(DType.Bool, call.Type.Shape), bits));
    }
}
