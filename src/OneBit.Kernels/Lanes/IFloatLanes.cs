namespace OneBit.Kernels;

/// <summary>The arithmetic of a vector of float32 from which the element-wise kernels are made.</summary>
internal interface IFloatLanes<TVector> : IInputLanes<TVector, float, float>
    where TVector : struct
{
    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    static abstract TVector Sqrt(TVector value);

    static abstract TVector Floor(TVector value);

    static abstract TVector Ceiling(TVector value);

    /// <summary>To the nearest integer, half to even.</summary>
    static abstract TVector Round(TVector value);

    static abstract TVector Abs(TVector value);

    static abstract TVector Negate(TVector value);

    /// <summary>left &gt; right ? whenTrue : whenFalse; a comparison with NaN is false.</summary>
    static abstract TVector SelectGreater(TVector left, TVector right, TVector whenTrue, TVector whenFalse);

    /// <summary>value is NaN ? whenNaN : otherwise.</summary>
    static abstract TVector SelectNaN(TVector value, TVector whenNaN, TVector otherwise);

    /// <summary>2ⁿ for integers n in [−126, 127].</summary>
    static abstract TVector PowerOfTwo(TVector n);

    /// <summary>The magnitude of the first with the sign of the second.</summary>
    static abstract TVector CopySign(TVector magnitude, TVector sign);

    /// <summary>Sum of all elements.</summary>
    static abstract float Sum(TVector value);

    /// <summary>The largest element; NaN where one is NaN.</summary>
    static abstract float Largest(TVector value);
}
