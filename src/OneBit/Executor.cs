namespace OneBit;

/// <summary>What computes a model.</summary>
public enum Executor
{
    /// <summary>Compiled steps with the kernels of this CPU; plain loops where an op has none.</summary>
    Auto,

    /// <summary>Plain loops alone: slow, and the definition of correct.</summary>
    Reference,
}
