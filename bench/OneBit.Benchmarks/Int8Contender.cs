using System.Runtime.InteropServices;
using OneBit.Kernels;

namespace OneBit.Benchmarks;

/// <summary>The int8 convolution that is picked, in one thread.</summary>
internal sealed class Int8Contender(ConvolutionJob job) : Contender(Int8ConvolutionKernel.Catalogue.Pick().Name)
{
    private readonly Action run = Prepare(job);

    public override RoundTime Measure(int runs) => Repeat(runs, run);

    public override void Dispose()
    {
        // Arrays only.
    }

    private static Action Prepare(ConvolutionJob job)
    {
        Int8ConvolutionKernel kernel = Int8ConvolutionKernel.Catalogue.Pick();
        var shape = new ConvolutionShape(job.Window, job.Inputs, job.Outputs);
        double[] factors = [.. Enumerable.Repeat(1 / 1024.0, job.Outputs)];
        PackedInt8Convolution packed = kernel.Pack(shape, Codes(shape.FilterLength), new int[job.Outputs], 3, new Requantization(factors, SecondRounding.HalfUp, -5));
        sbyte[] input = Codes(shape.InputLength), output = new sbyte[shape.OutputLength];
        byte[] scratch = new byte[packed.ScratchBytes];
        return () => kernel.Run(packed, input, output, scratch, 0, packed.WorkItems);
    }

    private static sbyte[] Codes(int count)
    {
        sbyte[] codes = new sbyte[count];
        new Random(5).NextBytes(MemoryMarshal.AsBytes(codes.AsSpan()));
        return codes;
    }
}
