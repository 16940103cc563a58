using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>What layers ask of their inputs; failures name the layer.</summary>
internal static class LayerChecks
{
    /// <summary>The error that <paramref name="layer"/> needs something else than it gets.</summary>
    public static ModelFormatException Wrong(this Layer layer, string expected, string actual) =>
        new($"layer '{layer.Name}' ({layer.GetType().Name}) needs {expected}, not {actual}") { OpName = layer.GetType().Name, Expected = expected, Actual = actual };

    /// <summary>The error that <paramref name="layer"/> uses something that OneBit does not have.</summary>
    public static UnsupportedModelException Unsupported(this Layer layer, string what) =>
        new($"layer '{layer.Name}' ({layer.GetType().Name}): {what} is not supported", $"{layer.GetType().Name} with {what}") { OpName = layer.GetType().Name };

    /// <summary>The error that <paramref name="layer"/> has to know the sizes of its input before it runs, and why.</summary>
    public static ModelFormatException NeedsSizes(this Layer layer, Shape input, string why) => layer.Wrong($"an input whose sizes are known, {why}", $"{input}");

    /// <summary>The only one of <paramref name="inputs"/>.</summary>
    public static T One<T>(this Layer layer, IReadOnlyList<T> inputs) =>
        inputs.Count == 1 ? inputs[0] : throw layer.Wrong("one input", $"{inputs.Count}");

    /// <summary>The shape, which has to be of rank <paramref name="rank"/>.</summary>
    public static Shape Rank(this Layer layer, Shape shape, int rank) =>
        shape.Rank == rank ? shape : throw layer.Wrong($"an input of rank {rank}", $"{shape}");

    /// <summary>The size of dimension <paramref name="axis"/>, which has to be known: weights are as large.</summary>
    public static int Known(this Layer layer, Shape shape, int axis)
    {
        int i = layer.Axis(axis, shape.Rank);
        return shape[i] != Shape.Unknown ? shape[i] : throw layer.Wrong($"an input whose dimension {i} is known", $"{shape}");
    }

    /// <summary>An axis counted from the front; negative ones count from the end.</summary>
    public static int Axis(this Layer layer, int axis, int rank)
    {
        int i = axis < 0 ? axis + rank : axis;
        return i >= 0 && i < rank ? i : throw layer.Wrong($"an axis in {-rank} to {rank - 1}", $"{axis}");
    }
}
