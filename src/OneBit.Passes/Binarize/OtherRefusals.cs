using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>Why layers with quantized inputs that are neither convolutions of images nor dense stay float: those that a pass writes as one of them, where it did not.</summary>
internal static class OtherRefusals
{
    /// <summary>The reason; null where <paramref name="root"/> is no such layer, or reads floats.</summary>
    public static Refusal? Explain(Value root, ConversionTarget target)
    {
        if (root.Op is not (Conv3D or TransposeConv or BatchMatMul) || !root.Producer!.Operands.Any(Refusals.IsQuantized)) // an op has a producer
            return null;
        string name = root.Producer.Origins is [{ } first, ..] ? first : root.Name ?? "unnamed";
        if (Kernel(root) is not { } kernel)
            return new(name, "matrix-product", "products of two computed tensors have no binary form", "none is needed: there are no weights to pack");
        if (!TwoLevelKernel.TryMatch(kernel, out _))
            return new Constant { Value = kernel }.IsFinite ? Refusals.KernelNotTwoLevel(name) : Refusals.KernelNotFinite(name);
        if (WrongBorder(root) is { } value)
            return Refusals.PadNotALevel(name, value);
        return target == ConversionTarget.Lce
            ? new(name, CodeOf(root), $"stock Larq Compute Engine has no binary {WordsOf(root)}", "convert for OneBit's own runtime (--target onebit)")
            : IsOutOfReach(root) && root.Producer.Operands.All(operand => operand is null || operand.Type.Shape.IsStatic) ? Refusals.QuantizerOutOfReach(name)
            : new(name, CodeOf(root), $"binary {WordsOf(root)} need sizes that are known when they are converted", "give the model's sizes (--input-shape)");
    }

    // Rows of output channels, as two levels are looked for; null where it is computed.
    private static Literal? Kernel(Value root) => root switch
    {
        (Conv3D, [_, (Constant w, []), ..]) => ConstantArithmetic.Apply(new Transpose(), w, new Constant { Value = Literal.Vector(4, 0, 1, 2, 3) }).Value,
        (TransposeConv, [_, (Constant w, []), ..]) => w.Value,
        (BatchMatMul, [_, (Constant w, [])]) => Rows(w),
        _ => null,
    };

    // [..., in, out] → [..·out, in]
    private static Literal Rows(Constant w)
    {
        int rank = w.Value.Type.Shape.Rank;
        Literal turned = ConstantArithmetic.Apply(new Transpose(), w, new Constant { Value = Literal.Vector<int>([.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2]) }).Value;
        Shape shape = turned.Type.Shape;
        return turned.As(turned.Type with { Shape = [(int)(shape.ElementCount / Math.Max(1, shape[^1])), shape[^1]] });
    }

    private static float? WrongBorder(Value root) => root switch
    {
        (Conv3D op, [{ } x, (Constant w, []), ..]) => Volume.WrongBorder(op, x, w.Value.Type.Shape),
        (TransposeConv, [_, _, { } x, ..]) when PackedInput.Of(x) is { } input && input.Form.Pad(0) is null => 0,
        _ => null,
    };

    private static bool IsOutOfReach(Value root) => root.Producer!.Operands.All(operand => operand is null || PackedInput.Of(operand) is null); // asked of ops

    private static string CodeOf(Value root) => root.Op switch
    {
        Conv3D => "conv3d",
        TransposeConv => "transposed-convolution",
        _ => "local-weights",
    };

    private static string WordsOf(Value root) => root.Op switch
    {
        Conv3D => "convolutions of volumes",
        TransposeConv => "transposed convolutions",
        _ => "layers with weights of their own at each pixel",
    };
}
