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
        _ when IsQuantized(input) => QuantizerOutOfReach(layer),
        _ => InputNotQuantized(layer, input),
    };

    internal static Refusal QuantizerOutOfReach(string layer) => new(
        layer,
        "quantizer-out-of-reach",
        "between its input's quantizer and the layer lie pads or moves of single channels that bits cannot pass",
        "put the quantizer right in front of the layer, as its input_quantizer");

    internal static Refusal PadNotALevel(string layer, float value) => new(
        layer,
        "padding-not-a-level",
        $"it pads with {value}, which is none of the levels of its inputs and no whole multiple of their distance",
        "use padding=\"valid\", or pad_values that are a level");

    internal static Refusal? OnLce(string layer, LevelConv2D op, LevelForm form, Shape input, Shape filter)
    {
        Shape image = input.Rank == 4 ? input : [input[0], 1, 1, input[^1]];
        Shape packed = form.Planes == 1 ? image : Shape.Create([form.Planes, .. image]);
        return LceForms.Refusal(op, packed, filter) is var (code, sentence)
            ? new(layer, code, sentence, code == LceForms.UnknownSize ? "give the model's sizes (--input-shape), or convert for OneBit's own runtime (--target onebit)" : "convert for OneBit's own runtime (--target onebit)")
            : null;
    }

    /// <summary>Whether a quantizer lies behind the value, through what only moves elements.</summary>
    internal static bool IsQuantized(Value? value)
    {
        while (value?.Producer is { Op: Transpose or Reshape or ExpandDims or Squeeze or Pad or Gather or StridedSlice or Concat } node)
            value = node.Operands[0];
        return value is not null && PackedInput.Of(value) is not null;
    }

    private static Refusal? Explain(Value root, ConversionTarget target) => BinaryLayer.Of(root, target).Refusal ?? OtherRefusals.Explain(root, target);
}
