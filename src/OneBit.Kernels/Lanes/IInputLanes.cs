namespace OneBit.Kernels;

/// <summary>Lanes that read inputs of another type than they add up in.</summary>
internal interface IInputLanes<TVector, TElement, TInput> : ILanes<TVector, TElement>
    where TVector : struct
    where TElement : unmanaged
    where TInput : unmanaged
{
    /// <summary>The inputs at <paramref name="offset"/>, widened; integers have <paramref name="zero"/> subtracted.</summary>
    static abstract TVector LoadInput(ref readonly TInput source, nuint offset, TVector zero);
}
