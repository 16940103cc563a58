namespace OneBit.Kernels;

/// <summary>What a multiply-accumulate loop needs of a vector of <typeparamref name="TElement"/>: the loop is written once and specialised per width.</summary>
/// <remarks>Loads and stores are unchecked: the caller's loop bounds keep offset + <see cref="Count"/> inside the buffer.</remarks>
internal interface ILanes<TVector, TElement>
    where TVector : struct
    where TElement : unmanaged
{
    /// <summary>Elements per vector.</summary>
    static abstract int Count { get; }

    /// <summary>Vectors per panel of packed weights: 6 rows of them, their operands and a broadcast stay in the registers of this width.</summary>
    static abstract int PanelVectors { get; }

    static abstract TVector Load(ref readonly TElement source, nuint offset);

    static abstract void Store(TVector value, ref TElement destination, nuint offset);

    static abstract TVector Broadcast(TElement value);

    /// <summary>sum + left·right; whether the product is rounded first is the CPU's choice.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector sum);

    static abstract TVector Add(TVector left, TVector right);

    /// <summary>left &gt; right ? left : right; where one is NaN, the right one.</summary>
    static abstract TVector Max(TVector left, TVector right);

    /// <summary>min(max(value, lower), upper), where NaN stays NaN.</summary>
    static abstract TVector Clamp(TVector value, TVector lower, TVector upper);
}
