using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Converter;

/// <summary>What conversion needs to know of a model's inputs.</summary>
internal static class InputChecks
{
    private static readonly string[] Letters = ["N", "H", "W", "C"];

    /// <summary>The shape with a batch of 1 where the batch is open.</summary>
    public static Shape WithBatch(Shape shape) => shape.Rank > 0 && shape[0] == Shape.Unknown ? shape.With(0, 1) : shape;

    /// <summary>Refuses shapes that leave more than the batch open.</summary>
    /// <exception cref="ModelFormatException">One does; the message says what to give.</exception>
    public static void Fixed(string path, Graph graph, IReadOnlyList<Shape> shapes)
    {
        for (int i = 0; i < shapes.Count; i++)
        {
            if (shapes[i].IsStatic)
                continue;
            string sizes = string.Join(' ', shapes.Select(shape => $"--input-shape {Suggestion(shape)}"));
            throw new ModelFormatException($"{path}: input '{graph.Inputs[i].Name ?? $"{i}"}' has the shape {shapes[i]}, and a converted model has fixed ones: give {sizes}")
            {
                File = path,
                TensorName = graph.Inputs[i].Name,
                Actual = shapes[i].ToString(),
            };
        }
    }

    private static string Suggestion(Shape shape) =>
        string.Join(',', shape.Select((size, i) => size != Shape.Unknown ? $"{size}" : shape.Rank == Letters.Length ? Letters[i] : "SIZE"));
}
