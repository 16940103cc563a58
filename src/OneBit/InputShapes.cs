using OneBit.Tensors;

namespace OneBit;

/// <summary>The input shapes of a session: the model's, changed by the session's options.</summary>
internal static class InputShapes
{
    /// <exception cref="ArgumentException">The options contradict the model.</exception>
    public static Shape[] Of(Model model, SessionOptions options)
    {
        var shapes = new Shape[model.Inputs.Count];
        for (int i = 0; i < shapes.Length; i++)
            shapes[i] = model.Inputs[i].Shape;
        if (options.Batch is int batch)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch, nameof(options));
            for (int i = 0; i < shapes.Length; i++)
                shapes[i] = shapes[i].Rank > 0 ? shapes[i].With(0, batch) : throw new ArgumentException($"{model.Inputs[i]} has no leading dimension to be a batch");
        }
        if (options.InputShapes is null)
            return shapes;
        foreach ((string name, Shape shape) in options.InputShapes)
        {
            int index = TensorInfos.IndexOf(model.Inputs, name, "input");
            if (shape.Rank != shapes[index].Rank)
                throw new ArgumentException($"{model.Inputs[index]} has rank {shapes[index].Rank}; the session was given {shape}");
            shapes[index] = shape;
        }
        return shapes;
    }
}
