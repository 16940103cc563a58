namespace OneBit.IR;

/// <summary>A model is damaged or does not mean anything: the input is wrong, not the caller and not OneBit.</summary>
public class ModelFormatException : Exception
{
    /// <summary>Says what is wrong in one sentence that a user can act on.</summary>
    public ModelFormatException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="ModelFormatException(string)"/>
    public ModelFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <inheritdoc cref="ModelFormatException(string)"/>
    public ModelFormatException()
    {
    }

    /// <summary>The file, where there is one.</summary>
    public string? File { get; init; }

    /// <summary>Where in the file, in bytes from its start.</summary>
    public long? ByteOffset { get; init; }

    /// <summary>Index of the operator in the model's order of execution.</summary>
    public int? OpIndex { get; init; }

    /// <summary>Kind of the operator: <c>Conv2D</c>, <c>LceBconv2d</c>, …</summary>
    public string? OpName { get; init; }

    /// <summary>The tensor concerned, by its name in the model.</summary>
    public string? TensorName { get; init; }

    /// <summary>What would have been right.</summary>
    public string? Expected { get; init; }

    /// <summary>What was found.</summary>
    public string? Actual { get; init; }
}
