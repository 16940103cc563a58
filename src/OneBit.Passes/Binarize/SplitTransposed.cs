using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Writes a transposed convolution of a quantized input and a two-level kernel as ordinary convolutions, one for each phase of the stride, whose results interleave: those have a binary form.
/// </summary>
public static class SplitTransposed
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("split-transposed", "Writes binary transposed convolutions as interleaved ordinary ones.") { Rules = [Rounding(Phases)] };

    // y[i·s + u − pad] += x[i]·w[u]   is, for each a in 0…s−1,   y[s·t + a] = Σ x[t + d − j]·w[r + s·j]   with a + pad = s·d + r
    private static Value? Phases(Value root, Rewriter g)
    {
        if (root is not (TransposeConv op, [_, (Constant w, []), { } x, ..] operands) || op.Stride.Height != op.Stride.Width || op.Stride.Height == 1)
            return null;
        (Shape image, Shape filter, Shape output, int s) = (x.Type.Shape, w.Value.Type.Shape, root.Type.Shape, op.Stride.Height);
        if (!image.IsStatic || !output.IsStatic || PackedInput.Of(x) is not { Form.Rest: 0 } || !TwoLevelKernel.TryMatch(w.Value, out _))
            return null;
        Phase[] rows = [.. Phase.All(image[1], output[1], filter[1], s, op.Padding)], columns = [.. Phase.All(image[2], output[2], filter[2], s, op.Padding)];
        if (rows.Length != s || columns.Length != s)
            return null;
        var conv = new Conv2D { Padding = Padding.Valid, Activation = op.Activation };
        var parts = new List<Value>();
        foreach (Phase row in rows)
        {
            foreach (Phase column in columns)
            {
                Value padded = g.Emit(new Pad(), x, g.Emit(Literal.Of<int>([4, 2], [0, 0, row.Before, row.After, column.Before, column.After, 0, 0])));
                parts.Add(g.Emit(conv, [padded, g.Emit(Taps(w.Value, row, column)), .. operands.Skip(3)]));
            }
        }
        return g.Emit(new DepthToSpace { Block = s }, g.Emit(new Concat { Axis = 3 }, parts));
    }

    private static Literal Taps(Literal filter, Phase rows, Phase columns)
    {
        Shape shape = filter.Type.Shape;
        ReadOnlySpan<float> w = filter.Values<float>();
        float[] taps = new float[shape[0] * rows.Taps.Count * columns.Taps.Count * shape[3]];
        int at = 0;
        for (int o = 0; o < shape[0]; o++)
        {
            foreach (int u in rows.Taps)
            {
                foreach (int v in columns.Taps)
                {
                    w.Slice(((((o * shape[1]) + u) * shape[2]) + v) * shape[3], shape[3]).CopyTo(taps.AsSpan(at));
                    at += shape[3];
                }
            }
        }
        return Literal.Of<float>([shape[0], rows.Taps.Count, columns.Taps.Count, shape[3]], taps);
    }

    /// <summary>One phase along one dimension: the taps in the order in which an ordinary convolution reads them, and the zeros around the image.</summary>
    private sealed record Phase(IReadOnlyList<int> Taps, int Before, int After)
    {
        /// <summary>The phases; fewer than the stride where one has no taps, would have to crop the image, or the output is no whole number of strides.</summary>
        public static IEnumerable<Phase> All(int image, int output, int filter, int stride, Padding padding)
        {
            int pad = Windows.Pads(output, filter, stride, 1, padding).Before;
            for (int a = 0; a < stride && output % stride == 0; a++)
            {
                (int d, int r) = int.DivRem(a + pad, stride);
                int[] taps = [.. Enumerable.Range(0, filter).Where(u => u % stride == r).Reverse()];
                int before = taps.Length - 1 - d, after = (output / stride) + d - image;
                if (taps.Length > 0 && before >= 0 && after >= 0)
                    yield return new Phase(taps, before, after);
            }
        }
    }
}
