using OneBit.Kernels;

namespace OneBit.Benchmarks;

/// <summary>Layers of 8-bit codes.</summary>
internal static class Int8Work
{
    public static KernelWork Convolution(Int8ConvolutionKernel kernel, ConvolutionJob job)
    {
        ConvolutionShape shape = job.Shape;
        double[] factors = [.. Enumerable.Repeat(1 / 1024.0, job.Outputs)];
        var stage = new Requantization(factors, SecondRounding.HalfUp, -5);
        PackedInt8Convolution packed = kernel.Pack(shape, Operands.Bytes(shape.FilterLength).AsSpan<sbyte>(), new int[job.Outputs], 3, stage);
        AlignedBuffer input = Operands.Bytes(shape.InputLength), output = Operands.Zeros<sbyte>(shape.OutputLength);
        return new(kernel.Name, packed.WorkItems, packed.ScratchBytes, (begin, end, scratch) => kernel.Run(packed, input.AsSpan<sbyte>(), output.AsSpan<sbyte>(), scratch, begin, end));
    }
}
