namespace OneBit.IR;

/// <summary>A model is well-formed but uses what OneBit does not have; all of it is named at once.</summary>
public sealed class UnsupportedModelException : ModelFormatException
{
    /// <summary>Names everything that is not supported.</summary>
    public UnsupportedModelException(string message, params IReadOnlyList<string> unsupported)
        : base(message) => Unsupported = unsupported;

    /// <inheritdoc cref="UnsupportedModelException(string, IReadOnlyList{string})"/>
    public UnsupportedModelException()
    {
    }

    /// <inheritdoc cref="UnsupportedModelException(string, IReadOnlyList{string})"/>
    public UnsupportedModelException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Each op or feature that is missing, by its name in the model's format.</summary>
    public IReadOnlyList<string> Unsupported { get; } = [];
}
