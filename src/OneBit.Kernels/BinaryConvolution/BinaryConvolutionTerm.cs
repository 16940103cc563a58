namespace OneBit.Kernels;

/// <summary>One term of a <see cref="BinaryConvolutionSum"/>: weight · d of an input.</summary>
/// <param name="Filter">The packed filter; terms may share it.</param>
/// <param name="InputOffset">Word of the sum's input where the term's begins.</param>
/// <param name="Weight">Factor of the dots.</param>
public readonly record struct BinaryConvolutionTerm(PackedBinaryFilter Filter, int InputOffset, int Weight);
