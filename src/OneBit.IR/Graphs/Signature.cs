namespace OneBit.IR;

/// <summary>Names that a model gives to its inputs and outputs for callers.</summary>
public sealed record Signature(string Key, IReadOnlyList<SignatureEntry> Inputs, IReadOnlyList<SignatureEntry> Outputs);

/// <summary>One name of a <see cref="Signature"/> and the position of the graph input or output that it stands for.</summary>
public readonly record struct SignatureEntry(string Name, int Index);
