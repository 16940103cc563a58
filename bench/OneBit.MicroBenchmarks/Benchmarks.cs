using OneBit.Kernels;

namespace OneBit.Benchmarks;

/// <summary>3x3 over 64 channels, to float32.</summary>
public class BinaryConvolutionToFloats() : KernelBenchmark<BinaryConvolutionKernel>(BinaryConvolution.Catalogue)
{
    private protected static ConvolutionJob Job { get; } = new(8, 64, 64);

    private protected override KernelWork Prepare(BinaryConvolutionKernel kernel) => new BinaryWork(kernel, Job).Prepare();
}

/// <summary>The same to bits.</summary>
public class BinaryConvolutionToBits : BinaryConvolutionToFloats
{
    private protected override KernelWork Prepare(BinaryConvolutionKernel kernel) => new BinaryWork(kernel, Job) { ToBits = true }.Prepare();
}

/// <summary>Signs of 16 KB.</summary>
public class BitPackingOfSigns() : KernelBenchmark<BitPackingKernel>(BitPacking.Catalogue)
{
    private protected override KernelWork Prepare(BitPackingKernel kernel) => PackingWork.Signs(kernel, Operands.Floats(4096));
}

/// <summary>1x1 over 64 channels.</summary>
public class FloatPointwise() : KernelBenchmark<FloatConvolutionKernel>(FloatConvolutionKernel.Catalogue)
{
    private protected override KernelWork Prepare(FloatConvolutionKernel kernel) => FloatWork.Convolution(kernel, new(8, 64, 64, Filter: 1));
}

/// <summary>3x3 over 64 channels.</summary>
public class Int8Convolution() : KernelBenchmark<Int8ConvolutionKernel>(Int8ConvolutionKernel.Catalogue)
{
    private protected override KernelWork Prepare(Int8ConvolutionKernel kernel) => Int8Work.Convolution(kernel, new(8, 64, 64));
}

/// <summary>A single row.</summary>
public class DenseRow() : KernelBenchmark<DenseRowKernel>(DenseRowKernel.Catalogue)
{
    private protected override KernelWork Prepare(DenseRowKernel kernel) => FloatWork.DenseRow(kernel, 256, 256);
}

/// <summary>A tile of six rows.</summary>
public class DenseBatch() : KernelBenchmark<DenseKernel>(DenseKernel.Catalogue)
{
    private protected override KernelWork Prepare(DenseKernel kernel) => FloatWork.Dense(kernel, 6, 256, 256);
}
