using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Writes a transposed convolution of a quantized input and a two-level kernel as ordinary convolutions, one for each phase of the strides, whose results interleave: those have a binary form.
/// Of stride 1 there is one, by the kernel turned around. A phase in which no tap meets the image is a convolution by zeros; phases reach beyond an output that is no whole number of strides, and are cut there.
/// </summary>
public static class SplitTransposed
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("split-transposed", "Writes binary transposed convolutions as interleaved ordinary ones.") { Rules = [Rounding(Phases)] };

    // y[i·s + u − pad] += x[i]·w[u]   is, for each a in 0…s−1,   y[s·t + a] = Σ x[t + d − j]·w[r + s·j]   with a + pad = s·d + r
    private static Value? Phases(Value root, Rewriter g)
    {
        if (root is not (TransposeConv op, [_, (Constant w, []), { Type.Shape: { IsStatic: true } image } x, ..] operands) || !root.Type.Shape.IsStatic || !TwoLevelKernel.TryMatch(w.Value, out _))
            return null;
        (Shape filter, Shape output) = (w.Value.Type.Shape, root.Type.Shape);
        Phase[] rows = [.. Phase.All(image[1], output[1], filter[1], op.Stride.Height, op.Padding)], columns = [.. Phase.All(image[2], output[2], filter[2], op.Stride.Width, op.Padding)];
        if (PackedInput.Of(x) is not { } input || (rows.Concat(columns).Any(phase => phase.HasBorder) && input.Form.Pad(0) is null))
            return null;
        var conv = new Conv2D { Padding = Padding.Valid, Activation = op.Activation };
        var parts = new List<Value>();
        foreach (Phase row in rows)
        {
            foreach (Phase column in columns)
                parts.Add(g.Emit(conv, [Seen(x, row, column, g), g.Emit(Taps(w.Value, row, column)), .. operands.Skip(3)]));
        }
        return Interleaved(parts, output, op.Stride, g);
    }

    // What the phase's windows read: the image, cropped where they do not reach, with zeros around it where they reach further.
    private static Value Seen(Value x, Phase row, Phase column, Rewriter g)
    {
        Shape image = x.Type.Shape;
        Value cropped = row.Crops || column.Crops
            ? g.Emit(
                new StridedSlice(),
                x,
                g.Emit(Literal.Vector(0, Math.Max(0, -row.Before), Math.Max(0, -column.Before), 0)),
                g.Emit(Literal.Vector(image[0], image[1] + Math.Min(0, row.After), image[2] + Math.Min(0, column.After), image[3])),
                g.Emit(Literal.Vector(1, 1, 1, 1)))
            : x;
        int[] pads = [0, 0, Math.Max(0, row.Before), Math.Max(0, row.After), Math.Max(0, column.Before), Math.Max(0, column.After), 0, 0];
        return g.Emit(new Pad(), cropped, g.Emit(Literal.Of<int>([4, 2], pads)));
    }

    // Phase (a, b) is every pixel (t·s + a, u·s + b).
    private static Value Interleaved(List<Value> parts, Shape output, Size2D stride, Rewriter g)
    {
        if (parts is [var only])
            return only;
        Value phases = g.Emit(new Concat { Axis = 3 }, parts);
        (int height, int width) = (phases.Type.Shape[1] * stride.Height, phases.Type.Shape[2] * stride.Width);
        Value y = stride.Height == stride.Width ? g.Emit(new DepthToSpace { Block = stride.Height }, phases) : Interleaved(phases, output[3], stride, g);
        return (height, width) == (output[1], output[2])
            ? y
            : g.Emit(new StridedSlice(), y, g.Emit(Literal.Vector(0, 0, 0, 0)), g.Emit(Literal.Vector(output.Dimensions)), g.Emit(Literal.Vector(1, 1, 1, 1)));
    }

    // [n, t, u, a·b·o] → [n, t, a, u, b, o]
    private static Value Interleaved(Value phases, int channels, Size2D stride, Rewriter g)
    {
        Shape shape = phases.Type.Shape;
        Value apart = g.Emit(new Reshape(), phases, g.Emit(Literal.Vector(shape[0], shape[1], shape[2], stride.Height, stride.Width, channels)));
        Value moved = g.Emit(new Transpose(), apart, g.Emit(Literal.Vector(0, 1, 3, 2, 4, 5)));
        return g.Emit(new Reshape(), moved, g.Emit(Literal.Vector(shape[0], shape[1] * stride.Height, shape[2] * stride.Width, channels)));
    }

    private static Literal Taps(Literal filter, Phase rows, Phase columns)
    {
        Shape shape = filter.Type.Shape;
        ReadOnlySpan<float> w = filter.Values<float>();
        float[] taps = new float[shape[0] * rows.Window * columns.Window * shape[3]];
        if (rows.Taps.Count == 0 || columns.Taps.Count == 0)
            return Literal.Of<float>([shape[0], rows.Window, columns.Window, shape[3]], taps);
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
        return Literal.Of<float>([shape[0], rows.Window, columns.Window, shape[3]], taps);
    }

    /// <summary>One phase along one dimension: the taps in the order in which an ordinary convolution reads them, and the zeros around the image; below 0 for rows that it does not read.</summary>
    private sealed record Phase(IReadOnlyList<int> Taps, int Before, int After)
    {
        /// <summary>Size of the window; one without taps sees one pixel.</summary>
        public int Window => Math.Max(1, Taps.Count);

        public bool HasBorder => Before > 0 || After > 0;

        public bool Crops => Before < 0 || After < 0;

        /// <summary>The phases, as many as the stride.</summary>
        public static IEnumerable<Phase> All(int image, int output, int filter, int stride, Padding padding)
        {
            int pad = Windows.Pads(output, filter, stride, 1, padding).Before, length = (output + stride - 1) / stride;
            for (int a = 0; a < stride; a++)
            {
                (int d, int r) = int.DivRem(a + pad, stride);
                int[] taps = [.. Enumerable.Range(0, filter).Where(u => u % stride == r).Reverse()];
                int before = taps.Length - 1 - d, after = length + d - image;
                yield return taps.Length > 0 && -before < image && -after < image ? new Phase(taps, before, after) : new Phase([], 0, length - image);
            }
        }
    }
}
