using OneBit.Kernels;

namespace OneBit.Cli;

/// <summary>Every family of kernels.</summary>
internal static class KernelCatalogue
{
    /// <summary>The families, binary ones first.</summary>
    public static IReadOnlyList<IKernelFamily> Families { get; } =
    [
        BinaryConvolution.Catalogue,
        BinaryPooling.Catalogue,
        BitPacking.Catalogue,
        FloatConvolutionKernel.Catalogue,
        FloatDepthwiseKernel.Catalogue,
        FloatPoolingKernel.Catalogue,
        FloatUnaryKernel.Catalogue,
        FloatBinaryKernel.Catalogue,
        DenseKernel.Catalogue,
        SoftmaxKernel.Catalogue,
        Int8ConvolutionKernel.Catalogue,
        Int8DepthwiseKernel.Catalogue,
        Int8PoolingKernel.Catalogue,
        Int8BinaryKernel.Catalogue,
        Int8ConversionKernel.Catalogue,
    ];
}
