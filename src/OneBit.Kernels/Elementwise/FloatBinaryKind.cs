namespace OneBit.Kernels;

/// <summary>Functions of two float32.</summary>
public enum FloatBinaryKind
{
    /// <summary>x + y.</summary>
    Add,

    /// <summary>x − y.</summary>
    Sub,

    /// <summary>x·y.</summary>
    Mul,

    /// <summary>x / y.</summary>
    Div,

    /// <summary>x &gt; y ? x : y; NaN where either is.</summary>
    Maximum,

    /// <summary>y &gt; x ? x : y; NaN where either is.</summary>
    Minimum,

    /// <summary>(x − y)².</summary>
    SquaredDifference,

    /// <summary>0 &gt; x ? x·y : x.</summary>
    PRelu,
}
