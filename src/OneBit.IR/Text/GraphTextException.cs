namespace OneBit.IR;

/// <summary>A text is not a graph: says where, and what was expected there.</summary>
public sealed class GraphTextException : ModelFormatException
{
    /// <summary>An error at a place of the text, both counted from 1.</summary>
    public GraphTextException(string message, int line, int column, Exception? inner = null)
        : base(FormattableString.Invariant($"line {line}, column {column}: {message}"), inner!)
    {
        Line = line;
        Column = column;
    }

    /// <inheritdoc cref="GraphTextException(string, int, int, Exception?)"/>
    public GraphTextException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="GraphTextException(string, int, int, Exception?)"/>
    public GraphTextException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <inheritdoc cref="GraphTextException(string, int, int, Exception?)"/>
    public GraphTextException()
    {
    }

    /// <summary>Line, from 1.</summary>
    public int Line { get; }

    /// <summary>UTF-16 code unit in the line, from 1.</summary>
    public int Column { get; }
}
