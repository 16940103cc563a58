namespace OneBit.Tensors;

/// <summary>Element types.</summary>
public enum DType : byte
{
    /// <summary>IEEE binary32.</summary>
    Float32,

    /// <summary>IEEE binary16.</summary>
    Float16,

    /// <summary>IEEE binary64.</summary>
    Float64,

    /// <summary>Signed 8-bit integers, usually codes of an affine quantization.</summary>
    Int8,

    /// <summary>Unsigned 8-bit integers.</summary>
    UInt8,

    /// <summary>Signed 16-bit integers.</summary>
    Int16,

    /// <summary>Unsigned 16-bit integers.</summary>
    UInt16,

    /// <summary>Signed 32-bit integers.</summary>
    Int32,

    /// <summary>Unsigned 32-bit integers.</summary>
    UInt32,

    /// <summary>Signed 64-bit integers.</summary>
    Int64,

    /// <summary>Unsigned 64-bit integers.</summary>
    UInt64,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>One bit per element, bit-packed along the last dimension (<see cref="BitLayout"/>); bit 1 means −1.</summary>
    Bits,
}
