namespace OneBit.TfLite;

/// <summary>How a model is read.</summary>
public sealed record TfLiteReadOptions
{
    /// <summary>The defaults.</summary>
    public static TfLiteReadOptions Default { get; } = new();

    /// <summary>Limit of the bytes that all tensors which are not constant may need together; 2 GiB unless said otherwise.</summary>
    public long MaxMemory { get; init; } = 2L << 30;

    /// <summary>The file's name, for messages.</summary>
    public string? FileName { get; init; }
}
