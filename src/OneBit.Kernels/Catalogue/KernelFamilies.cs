namespace OneBit.Kernels;

/// <summary>Every family of kernels: what is listed, forced by environment variables and covered by tests.</summary>
public static class KernelFamilies
{
    /// <summary>The families, binary ones first.</summary>
    public static IReadOnlyList<IKernelFamily> All { get; } =
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
        DenseRowKernel.Catalogue,
        SoftmaxKernel.Catalogue,
        Int8ConvolutionKernel.Catalogue,
        Int8DepthwiseKernel.Catalogue,
        Int8PoolingKernel.Catalogue,
        Int8BinaryKernel.Catalogue,
        Int8MeanKernel.Catalogue,
        Int8ConversionKernel.Catalogue,
    ];
}
