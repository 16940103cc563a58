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

    /// <summary>A binary kernel, and inputs that no quantizer makes.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">What it reads; null where that is not known.</param>
    public static Refusal InputNotQuantized(string layer, Value? input) => new(
        layer,
        "input-not-quantized",
        input?.Name is { } name ? $"its kernel is binary, but its input '{name}' is not quantized" : "its kernel is binary, but its input is not quantized",
        "give the layer an input_quantizer");

    /// <summary>Quantized inputs, and a kernel of any numbers.</summary>
    public static Refusal KernelNotTwoLevel(string layer) => new(
        layer,
        "kernel-not-two-level",
        "its inputs are quantized, but its kernel has more than two levels ±α for an output channel",
        "give the layer a kernel_quantizer of two levels, such as ste_sign");

    internal static Refusal KernelNotFinite(string layer) => new(layer, "kernel-not-finite", "its kernel holds infinities or NaN", "train again from a checkpoint whose weights are finite");

    // Asked where the kernel is binary and the input has no packed form.
    internal static Refusal OfInput(string layer, Value input) => input.Op switch
    {
        TwoLevelQuantize or MultiLevelQuantize => new(
            layer,
            "input-levels",
            "the levels of its inputs are equal, not finite, or not evenly spaced around a level 0",
            "use an input_quantizer of two different levels, or of evenly spaced ones"),
        { } op when op is Conv2D or DepthwiseConv2D or LevelConv2D && input.Producer!.Origins.Contains(layer) => new( // an op has a producer
            layer,
            "separable-between",
            "its second kernel reads sums of its first one, which no quantizer makes bits of",
            "use depth_multiplier=1 and binary kernels without scales, or a QuantDepthwiseConv2D and a QuantConv2D with an input_quantizer"),
        _ when IsQuantized(input) => new(
            layer,
            "quantizer-out-of-reach",
            "between its input's quantizer and the layer lie pads or reshapes that bits cannot pass",
            "put the quantizer right in front of the layer, as its input_quantizer"),
        _ => InputNotQuantized(layer, input),
    };

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

    private static Refusal? Explain(Value root, ConversionTarget target) => BinaryLayer.Of(root, target).Refusal ?? OtherKinds(root, target);

    private static Refusal? OtherKinds(Value root, ConversionTarget target)
    {
        if (root.Op is not (Conv3D or TransposeConv or BatchMatMul) || !root.Producer!.Operands.Any(IsQuantized)) // an op has a producer
            return null;
        string name = root.Producer.Origins is [{ } first, ..] ? first : root.Name ?? "unnamed";
        return root.Op switch
        {
            Conv3D => new(name, "conv3d", "three-dimensional convolutions have no binary form", "use two-dimensional convolutions, with the depth among the channels or the images of a batch"),
            TransposeConv => new(
                name,
                "transposed-convolution",
                target == ConversionTarget.Lce ? "stock Larq Compute Engine has no transposed binary convolutions" : "only transposed convolutions of two-level kernels, with equal strides above 1 that divide the output and are no larger than the kernel, have a binary form",
                "up-sample in front of an ordinary binary convolution"),
            _ when root.Producer.Operands.Any(operand => operand?.Constant is not null) => new(name, "local-weights", "each of its output pixels has weights of its own, for which there is no binary form", "use an ordinary convolution, whose pixels share their weights"),
            _ => new(name, "matrix-product", "products of two computed matrices have no binary form", "none is needed: there are no weights to pack"),
        };
    }

    // Through what only moves elements.
    private static bool IsQuantized(Value? value)
    {
        while (value?.Producer is { Op: Transpose or Reshape or ExpandDims or Squeeze or Pad or Gather } node)
            value = node.Operands[0];
        return value is not null && PackedInput.Of(value) is not null;
    }
}
