using System.Globalization;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Converter;

/// <summary>Dimensions of a model's inputs that are known only when it runs: what stays open, what that costs, and which option fixes it.</summary>
internal static class OpenSizes
{
    private static readonly string[] Letters = ["N", "H", "W", "C"];

    /// <summary>The shape with a batch of 1 where the batch is open.</summary>
    public static Shape WithBatch(Shape shape) => shape.Rank > 0 && shape[0] == Shape.Unknown ? shape.With(0, 1) : shape;

    /// <summary>The option that fixes the sizes of inputs of these shapes, with letters where a number has to go: <c>--input-shape 1,H,W,3</c>.</summary>
    public static string Option(IEnumerable<Shape> inputs) => string.Join(' ', inputs.Select(shape => $"--input-shape {Suggestion(WithBatch(shape))}"));

    /// <summary>A sentence about the inputs of a converted model that have open dimensions; null where none has.</summary>
    public static string? Of(Graph graph)
    {
        string[] open = [.. graph.Inputs.Where(input => !input.Type.Shape.IsStatic).Select((input, i) => $"input '{input.Name ?? $"{i}"}' {input.Type.Shape}")];
        return open.Length == 0 ? null
            : $"{string.Join(" and ", open)} {(open.Length == 1 ? "keeps" : "keep")} open sizes: each new size is planned anew when the model runs, multiply-adds are not counted, "
            + $"and layers that have to know a size stay float; {Option(graph.Inputs.Select(input => input.Type.Shape))} fixes them";
    }

    /// <summary>True where <paramref name="error"/> is that a layer needs a size which the inputs leave open.</summary>
    public static bool AreBehind(ModelFormatException error, IReadOnlyList<Value> inputs) =>
        error is not UnsupportedModelException && error.Actual?.Contains('?', StringComparison.Ordinal) == true && inputs.Any(input => !WithBatch(input.Type.Shape).IsStatic);

    /// <summary>Such an error with the option that gives the size.</summary>
    public static ModelFormatException Explained(ModelFormatException error, IReadOnlyList<Value> inputs) =>
        new($"{error.Message}; the model leaves sizes of its input open: give {Option(inputs.Select(input => input.Type.Shape))}", error)
        {
            File = error.File,
            OpName = error.OpName,
            TensorName = error.TensorName,
            Expected = error.Expected,
            Actual = error.Actual,
        };

    private static string Suggestion(Shape shape) => string.Join(
        ',',
        shape.Select((size, i) => size != Shape.Unknown ? size.ToString(CultureInfo.InvariantCulture) : shape.Rank == Letters.Length ? Letters[i] : "SIZE"));
}
