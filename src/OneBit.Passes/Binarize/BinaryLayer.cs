using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>A layer whose inputs and kernel have few levels, ready to be written as <see cref="LevelConv2D"/>.</summary>
internal sealed class BinaryLayer
{
    private readonly Contraction layer;
    private readonly PackedInput input;
    private readonly float[] scales;
    private readonly LevelConv2D op;

    private BinaryLayer(Contraction layer, PackedInput input, float[] scales, LevelConv2D op)
    {
        this.layer = layer;
        this.input = input;
        this.scales = scales;
        this.op = op;
    }

    /// <summary>
    /// The binary layer that <paramref name="root"/> is, or why it stays float although its kernel or its inputs have two levels; both null where nothing about it is binary.
    /// </summary>
    public static (BinaryLayer? Layer, Refusal? Refusal) Of(Value root, ConversionTarget target)
    {
        if (Contraction.Of(root) is not { } layer)
            return (null, null);
        PackedInput? packed = PackedInput.Of(layer.Input);
        float[]? alphas = TwoLevelKernel.TryMatch(layer.Filter, out float[]? found) ? found : null;
        // One weight per channel is two levels by accident.
        if (packed is null && (alphas is null || alphas.Length == layer.Filter.Type.Shape.ElementCount))
            return (null, null);
        string name = root.Producer?.Origins is [{ } first, ..] ? first : root.Name ?? "unnamed";
        if (packed is null)
            return (null, Refusals.OfInput(name, layer.Input));
        if (alphas is null)
            return (null, new Constant { Value = layer.Filter }.IsFinite ? Refusals.KernelNotTwoLevel(name) : Refusals.KernelNotFinite(name));
        LevelConv2D convolution = layer.Window with { Levels = packed.Form.Levels, Zero = packed.Form.Zero };
        if (HasBorder(layer))
        {
            if (packed.Form.Pad(layer.PadValue) is not { } pad)
                return (null, Refusals.PadNotALevel(name, layer.PadValue));
            convolution = convolution with { PadValue = pad };
        }
        if (target == ConversionTarget.Lce && Refusals.OnLce(name, convolution, packed.Form, layer.Input.Type.Shape, layer.Filter.Type.Shape) is { } refusal)
            return (null, refusal);
        return (new BinaryLayer(layer, packed, alphas, convolution), null);
    }

    /// <summary>
    /// Unit·α·Σ v·X + bias, then the clamp. Exact where Unit·α is 1 and nothing rests: the integer is then the framework's own sum.
    /// </summary>
    public bool IsExact => input.Form.Rest == 0 && scales.All(α => α * input.Form.Unit == 1);

    // What stands before the batch of packed codes of several planes.
    private int[] Planes => input.Form.Planes == 1 ? [] : [input.Form.Planes];

    /// <summary>Emits the layer. (F11)</summary>
    public Value Emit(Value root, Rewriter g)
    {
        Value bits = input.Pack(g);
        if (layer.IsDense)
            bits = g.Emit(new Reshape(), bits, g.Emit(Literal.Vector([.. Planes, -1, 1, 1, layer.Filter.Type.Shape[3]])));
        Transform t = IsExact ? Transform.Identity : Scaled();
        if (layer.Bias is { } bias)
            t = t.ThenAdd(bias).Transform;
        if (ChannelClamp.Of(layer.Activation) is { } clamp)
            t = t.ThenClamp(clamp, layer.OutputChannels).Transform;
        Value filter = g.Emit(KernelBits.Pack(layer.Filter));
        Value y = g.Emit(op, [bits, filter, .. t.Emit(g)]);
        return layer.IsDense ? g.Emit(new Reshape(), y, g.Emit(Literal.Vector(DenseShape(root)))) : y;
    }

    private static int[] DenseShape(Value root)
    {
        int[] shape = [.. root.Type.Shape];
        int unknown = Array.IndexOf(shape, Shape.Unknown);
        return unknown < 0 && shape.Length > 0 ? [-1, .. shape[1..]] : shape;
    }

    private static bool HasBorder(Contraction layer)
    {
        if (layer.Window.Padding == Padding.Valid)
            return layer.Window.Pads.Any(p => p > 0);
        Shape image = layer.Input.Type.Shape, filter = layer.Filter.Type.Shape;
        return HasBorder(image[1], filter[1], layer.Window.Stride.Height, layer.Window.Dilation.Height) || HasBorder(image[2], filter[2], layer.Window.Stride.Width, layer.Window.Dilation.Width);
    }

    private static bool HasBorder(int image, int filter, int stride, int dilation) =>
        Windows.KnownPads(image, filter, stride, dilation, Padding.Same) != (0, 0);

    private Transform Scaled()
    {
        float[] scale = Array.ConvertAll(scales, α => (float)((double)α * input.Form.Unit));
        if (input.Form.Rest == 0)
            return new Transform { Scale = scale };
        int[] sums = KernelBits.Sums(layer.Filter);
        float[] shift = [.. sums.Select((Σv, o) => (float)((double)scales[o] * input.Form.Rest * Σv))];
        return new Transform { Scale = scale, Shift = shift };
    }
}
