using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>Every reason for which something binary stays float, in one place.</summary>
public static class Refusals
{
    /// <summary>What stays float although its kernel or its inputs have few levels. To be asked right behind <see cref="Binarize"/>.</summary>
    public static IReadOnlyList<Refusal> Explain(Graph graph, ConversionTarget target)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return [.. graph.Nodes.Select(node => node.Results.Count == 1 ? Explain(node.Results[0], target) : null).OfType<Refusal>()];
    }

    internal static Refusal InputNotQuantized(string layer, Value input) => new(
        layer,
        "input-not-quantized",
        $"its kernel is binary, but its input {Describe(input)} is not quantized",
        "give the layer an input_quantizer");

    internal static Refusal KernelNotTwoLevel(string layer, Literal filter)
    {
        bool isFinite = new Constant { Value = filter }.IsFinite;
        return new(
            layer,
            isFinite ? "kernel-not-two-level" : "kernel-not-finite",
            isFinite ? "its inputs are quantized, but its kernel has more than two levels ±α for an output channel" : "its kernel holds infinities or NaN",
            isFinite ? "give the layer a kernel_quantizer of two levels, such as ste_sign" : "train again from a checkpoint whose weights are finite");
    }

    internal static Refusal PadNotALevel(string layer, float value) => new(
        layer,
        "padding-not-a-level",
        $"it pads with {value}, which is none of the levels of its inputs and no whole multiple of their distance",
        "use padding=\"valid\", or pad_values that are a level");

    internal static Refusal? OnLce(string layer, LevelConv2D op, LevelForm form, Shape input, Shape filter)
    {
        Shape image = input.Rank == 4 ? input : [input[0], 1, 1, input[^1]];
        Shape packed = form.Planes == 1 ? image : Shape.Create([form.Planes, .. image]);
        return LceForms.Refusal(op, packed, filter) is var (code, sentence) ? new(layer, code, sentence, "convert for OneBit's own runtime (--target onebit)") : null;
    }

    private static Refusal? Explain(Value root, ConversionTarget target) => BinaryLayer.Of(root, target).Refusal ?? OtherKinds(root);

    private static Refusal? OtherKinds(Value root)
    {
        bool isQuantized = root.Producer!.Operands.Any(o => o is not null && PackedInput.Of(o) is not null); // results have producers
        string name = root.Producer.Origins is [{ } first, ..] ? first : root.Name ?? "unnamed";
        return root.Op switch
        {
            Conv3D when isQuantized => new(name, "conv3d", "three-dimensional convolutions have no binary form"),
            TransposeConv when isQuantized => new(name, "transposed-convolution", "transposed convolutions have no binary form", "up-sample in front of an ordinary binary convolution"),
            BatchMatMul when isQuantized => new(name, "matrix-product", "matrix products of two computed tensors have no binary form"),
            _ => null,
        };
    }

    private static string Describe(Value value) => value.Name is { } name ? $"'{name}'" : "there";
}
