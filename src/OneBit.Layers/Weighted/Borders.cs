using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>A window along one dimension of the input.</summary>
internal readonly record struct WindowAxis(int Axis, int Filter, int Stride, int Dilation);

/// <summary>How a layer's border mode is written in the IR.</summary>
internal static class Borders
{
    /// <summary>
    /// The input, padded where the IR has no attribute for it, and the padding that the op still has to do. SAME with zeros is the op's own; with another value it is an explicit pad of exactly
    /// SAME's amounts (F8) and then VALID, as Larq computes it; causal is an explicit pad of zeros.
    /// </summary>
    /// <exception cref="ModelFormatException">The amounts hang on a size that is not known.</exception>
    public static (Value Input, Padding Padding) Bordered(this Layer layer, Graph graph, Value x, BorderMode mode, float value, params ReadOnlySpan<WindowAxis> windows)
    {
        if (mode == BorderMode.Valid)
            return (x, Padding.Valid);
        if (mode == BorderMode.Same && value == 0)
            return (x, Padding.Same);
        var pads = new (int Before, int After)[x.Type.Shape.Rank];
        foreach (WindowAxis window in windows)
            pads[window.Axis] = mode == BorderMode.Causal ? (window.Dilation * (window.Filter - 1), 0) : layer.SamePads(x.Type.Shape, window);
        return (graph.Pad(x, pads, mode == BorderMode.Causal ? 0 : value), Padding.Valid);
    }

    private static (int Before, int After) SamePads(this Layer layer, Shape input, WindowAxis window)
    {
        return Windows.KnownPads(input[window.Axis], window.Filter, window.Stride, window.Dilation, Padding.Same)
            ?? throw layer.NeedsSizes(input, "as it pads with a value under a stride");
    }
}
