using OneBit.Kernels;

namespace OneBit.Benchmarks;

/// <summary>Layers of float32.</summary>
internal static class FloatWork
{
    public static KernelWork Convolution(FloatConvolutionKernel kernel, ConvolutionJob job)
    {
        ConvolutionShape shape = job.Shape;
        PackedFloatConvolution packed = kernel.Pack(shape, Operands.Floats(shape.FilterLength).AsSpan<float>(), new FloatEdges(Operands.Floats(job.Outputs).AsSpan<float>()));
        AlignedBuffer input = Operands.Floats(shape.InputLength), output = Operands.Zeros<float>(shape.OutputLength);
        return new(kernel.Name, packed.WorkItems, packed.ScratchBytes, (begin, end, scratch) => kernel.Run(packed, input.AsSpan<float>(), output.AsSpan<float>(), scratch, begin, end));
    }

    public static KernelWork Depthwise(FloatDepthwiseKernel kernel, ConvolutionJob job)
    {
        ConvolutionShape shape = job.Shape;
        var edges = new FloatEdges(Operands.Floats(job.Outputs).AsSpan<float>());
        PackedFloatDepthwise packed = kernel.Pack(job.Window, job.Inputs, 1, Operands.Floats(shape.FilterLength).AsSpan<float>(), edges);
        AlignedBuffer input = Operands.Floats(shape.InputLength), output = Operands.Zeros<float>(shape.OutputLength);
        return new(kernel.Name, packed.WorkItems, 0, (begin, end, _) => kernel.Run(packed, input.AsSpan<float>(), output.AsSpan<float>(), begin, end));
    }

    /// <summary>A single row, as Larq Compute Engine rounds it.</summary>
    public static KernelWork DenseRow(DenseRowKernel kernel, int inputs, int outputs)
    {
        PackedDenseRow packed = kernel.Pack(inputs, outputs, Operands.Floats(inputs * outputs).AsSpan<float>(), new FloatEdges([]));
        AlignedBuffer input = Operands.Floats(inputs), output = Operands.Zeros<float>(outputs);
        return new(kernel.Name, packed.WorkItems, 0, (begin, end, _) => kernel.Run(packed, input.AsSpan<float>(), output.AsSpan<float>(), begin, end));
    }

    public static KernelWork Dense(DenseKernel kernel, int rows, int inputs, int outputs)
    {
        PackedDense packed = kernel.Pack(inputs, outputs, Operands.Floats(inputs * outputs).AsSpan<float>(), new FloatEdges([]));
        AlignedBuffer input = Operands.Floats(rows * inputs), output = Operands.Zeros<float>(rows * outputs);
        return new(kernel.Name, packed.WorkItems(rows), packed.ScratchBytes, (begin, end, scratch) => kernel.Run(packed, rows, input.AsSpan<float>(), output.AsSpan<float>(), scratch, begin, end));
    }

    public static KernelWork Pool(FloatPoolingKernel kernel, PoolKind kind, WindowShape window, int channels)
    {
        AlignedBuffer input = Operands.Floats(window.InputPixels * channels), output = Operands.Zeros<float>(window.OutputPixels * channels);
        return new(
            kernel.Name,
            FloatPoolingKernel.WorkItems(window),
            0,
            (begin, end, _) => kernel.Run(kind, window, channels, input.AsSpan<float>(), output.AsSpan<float>(), float.NegativeInfinity, float.PositiveInfinity, begin, end));
    }

    public static KernelWork Softmax(SoftmaxKernel kernel, int depth)
    {
        AlignedBuffer input = Operands.Floats(depth), output = Operands.Zeros<float>(depth);
        return new(kernel.Name, 1, 0, (_, _, _) => kernel.Softmax(input.AsSpan<float>(), output.AsSpan<float>(), depth, 1));
    }
}
