using OneBit.Kernels;

namespace OneBit.Benchmarks;

/// <summary>The float32 convolution that is picked, in one thread.</summary>
internal sealed class FloatContender(ConvolutionJob job) : Contender(FloatConvolutionKernel.Pick(Shape(job)).Name)
{
    private readonly Action run = Prepare(job);

    public override RoundTime Measure(int runs) => Repeat(runs, run);

    public override void Dispose()
    {
        // Arrays only.
    }

    private static Action Prepare(ConvolutionJob job)
    {
        ConvolutionShape shape = Shape(job);
        FloatConvolutionKernel kernel = FloatConvolutionKernel.Pick(shape);
        PackedFloatConvolution packed = kernel.Pack(shape, Values(shape.FilterLength), new FloatEdges(Values(job.Outputs)));
        float[] input = Values(shape.InputLength), output = new float[shape.OutputLength];
        byte[] scratch = new byte[packed.ScratchBytes];
        return () => kernel.Run(packed, input, output, scratch, 0, packed.WorkItems);
    }

    private static ConvolutionShape Shape(ConvolutionJob job) => new(job.Window, job.Inputs, job.Outputs);

    private static float[] Values(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
