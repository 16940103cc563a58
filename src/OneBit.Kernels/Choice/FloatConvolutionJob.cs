namespace OneBit.Kernels;

/// <summary>A float32 convolution.</summary>
/// <param name="Convolution">The convolution.</param>
public sealed record FloatConvolutionJob(ConvolutionShape Convolution) : KernelJob
{
    /// <inheritdoc/>
    public override string Family => FloatConvolutionKernel.Catalogue.Name;

    /// <inheritdoc/>
    public override string Shape => ConvolutionText.Of(Convolution);

    /// <inheritdoc/>
    public override IReadOnlyList<KernelCandidate> Candidates() =>
        [.. FloatConvolutionKernel.Catalogue.Rows.Where(row => row.IsSupported).Select(row => new KernelCandidate(row, row.EstimateCycles(Convolution)))];

    /// <inheritdoc/>
    public override FloatConvolutionKernel Pick(string? chosen = null) => FloatConvolutionKernel.Pick(Convolution, chosen);

    /// <inheritdoc/>
    internal override IReadOnlyList<Action> Trials(IReadOnlyList<KernelCandidate> candidates)
    {
        var random = new Random(1);
        float[] input = Values(random, Convolution.InputLength), filter = Values(random, Convolution.FilterLength);
        var output = new float[Convolution.OutputLength];
        return [.. candidates.Select(candidate => Trial((FloatConvolutionKernel)candidate.Kernel, input, filter, output))];
    }

    private Action Trial(FloatConvolutionKernel kernel, float[] input, float[] filter, float[] output)
    {
        PackedFloatConvolution packed = kernel.Pack(Convolution, filter, new FloatEdges([]));
        var scratch = new AlignedBuffer(packed.ScratchBytes);
        return () => kernel.Run(packed, input, output, scratch.AsSpan<byte>(), 0, packed.WorkItems);
    }

    private static float[] Values(Random random, int length)
    {
        var values = new float[length];
        foreach (ref float value in values.AsSpan())
            value = random.NextSingle() - 0.5f;
        return values;
    }
}
