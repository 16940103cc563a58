using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Writes a convolution of quantized volumes by a two-level kernel as ordinary convolutions of images, which have a binary form: the planes under the taps of the depth lie side by side as channels, and
/// depths become images of a batch. Where taps lie in a border of zeros that is no level, depths that see the same taps share a convolution; a border of a level is padded.
/// </summary>
public static class SplitVolumes
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("split-volumes", "Writes binary convolutions of volumes as ordinary ones of images.") { Rules = [Rounding(Depths)] };

    // y[n, d] = Σₜ x[n, d·s + t·δ − pad]∗w[t] = concat(x[n, d·s + t·δ − pad] | t)∗concat(w[t] | t)   for all d that see the same taps t
    private static Value? Depths(Value root, Rewriter g)
    {
        if (root is not (Conv3D op, [{ } x, (Constant w, []), ..] operands) || Volume.Of(op, x, w.Value.Type.Shape, g) is not { } volume || !root.Type.Shape.IsStatic)
            return null;
        // [depth, height, width, in, out] → [out, depth, height, width, in]
        Literal filter = ConstantArithmetic.Apply(new Transpose(), w, new Constant { Value = Literal.Vector(4, 0, 1, 2, 3) }).Value;
        Segment[] segments = [.. Segment.All(root.Type.Shape[1], volume.Image.Type.Shape[1], w.Value.Type.Shape[0], op.Stride[0], op.Dilation[0], volume.Front)];
        if (!TwoLevelKernel.TryMatch(filter, out _))
            return null;
        Value[] parts = [.. segments.Select(segment => Convolved(op, volume, segment, filter, operands, root, g))];
        return parts is [var whole] ? whole : g.Emit(new Concat { Axis = 1 }, parts);
    }

    private static Value Convolved(Conv3D op, Volume volume, Segment segment, Literal filter, IReadOnlyList<Value?> operands, Value root, Rewriter g)
    {
        Shape image = volume.Image.Type.Shape, output = root.Type.Shape;
        Value[] planes = [.. segment.Taps.Select(tap => g.Emit(
            new StridedSlice(),
            volume.Image,
            g.Emit(Literal.Vector(0, tap.Plane, 0, 0, 0)),
            g.Emit(Literal.Vector(image[0], tap.Plane + ((segment.Count - 1) * op.Stride[0]) + 1, image[2], image[3], image[4])),
            g.Emit(Literal.Vector(1, op.Stride[0], 1, 1, 1))))];
        Value stacked = g.Emit(new Reshape(), g.Emit(new Concat { Axis = 4 }, planes), g.Emit(Literal.Vector(image[0] * segment.Count, image[2], image[3], planes.Length * image[4])));
        var conv = new Conv2D { Stride = new(op.Stride[1], op.Stride[2]), Dilation = new(op.Dilation[1], op.Dilation[2]), Padding = Padding.Valid, Activation = op.Activation };
        Value y = g.Emit(conv, [volume.Padded(stacked, g), g.Emit(Taps(filter, segment)), .. operands.Skip(2)]);
        return g.Emit(new Reshape(), y, g.Emit(Literal.Vector(output[0], segment.Count, output[2], output[3], output[4])));
    }

    // [out, depth, height, width, in] → [out, height, width, tap·in]
    private static Literal Taps(Literal filter, Segment segment)
    {
        Shape shape = filter.Type.Shape;
        ReadOnlySpan<float> w = filter.Values<float>();
        int pixels = shape[2] * shape[3], channels = shape[4], at = 0;
        float[] taps = new float[shape[0] * pixels * segment.Taps.Count * channels];
        for (int o = 0; o < shape[0]; o++)
        {
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                foreach ((int tap, _) in segment.Taps)
                {
                    if (tap >= 0)
                        w.Slice(((((o * shape[1]) + tap) * pixels) + pixel) * channels, channels).CopyTo(taps.AsSpan(at));
                    at += channels;
                }
            }
        }
        return Literal.Of<float>([shape[0], shape[2], shape[3], segment.Taps.Count * channels], taps);
    }

    /// <summary>
    /// Depths of the result, one behind another, that see the same taps: how many, and for each tap the plane that the first of them reads under it. A depth that sees none has tap −1, of zeros, on plane 0.
    /// </summary>
    private sealed record Segment(int Count, IReadOnlyList<(int Tap, int Plane)> Taps)
    {
        /// <summary>All depths of the result, cut where a tap enters or leaves the image.</summary>
        public static IEnumerable<Segment> All(int output, int image, int filter, int stride, int dilation, int front)
        {
            (int Tap, int Plane)[] Seen(int d) => [.. Enumerable.Range(0, filter).Select(t => (Tap: t, Plane: (d * stride) + (t * dilation) - front)).Where(seen => seen.Plane >= 0 && seen.Plane < image)];
            for (int d = 0, count; d < output; d += count)
            {
                (int Tap, int Plane)[] seen = Seen(d);
                count = seen.Length == 0 ? 1 : Enumerable.Range(d, output - d).TakeWhile(other => Seen(other).Select(s => s.Tap).SequenceEqual(seen.Select(s => s.Tap))).Count();
                yield return new Segment(count, seen.Length == 0 ? [(-1, 0)] : seen);
            }
        }
    }
}
