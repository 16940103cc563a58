using System.Runtime.InteropServices;
using OneBit.Kernels;

namespace OneBit.Benchmarks;

/// <summary>One row of the catalogue of binary convolutions, on packed input, in one thread.</summary>
internal sealed class KernelContender(BinaryConvolutionKernel kernel, ConvolutionJob job) : Contender(kernel.Name)
{
    private Action? run;

    /// <summary>True for packed output, false for float32.</summary>
    public bool ToBits { get; init; }

    public BinaryPadding Padding { get; init; }

    /// <summary>True for inputs of 0 and 1.</summary>
    public bool Unipolar { get; init; }

    public override string Name => $"{kernel.Name}{(ToBits ? ", to bits" : string.Empty)}{(Padding == BinaryPadding.Zero ? ", zero padding" : string.Empty)}{(Unipolar ? ", unipolar" : string.Empty)}";

    public override RoundTime Measure(int runs) => Repeat(runs, run ??= Prepare());

    public override void Dispose()
    {
        // Arrays only.
    }

    private Action Prepare()
    {
        BinaryConvolutionShape shape = job.Shape(Padding);
        var random = new Random(5);
        PackedBinaryFilter filter = kernel.Pack(shape, Words(random, shape.FilterLength));
        uint[] input = Words(random, shape.InputLength);
        byte[] scratch = new byte[filter.ScratchBytes];
        float[] multiplier = [.. Enumerable.Range(0, job.Outputs).Select(_ => random.NextSingle())], bias = [.. multiplier.Select(m => m - 0.5f)];
        if (ToBits)
        {
            var form = BitOutput.FromAccumulatorThresholds(shape.Depth, [.. multiplier.Select(_ => shape.Depth / 2)]);
            uint[] words = new uint[shape.OutputPixels * shape.OutputWords];
            return () => kernel.Run(filter, input, form, words, 0, filter.WorkItems, scratch);
        }
        OutputTransform transform = Unipolar
            ? new OutputTransform { Negate = true, Offsets = new int[job.Outputs], Halve = true, Multiplier = multiplier, Shift = bias }
            : OutputTransform.Larq(shape.Depth, multiplier, bias);
        float[] output = new float[shape.OutputPixels * shape.OutputChannels];
        return () => kernel.Run(filter, input, transform, output, 0, filter.WorkItems, scratch);
    }

    private static uint[] Words(Random random, int count)
    {
        uint[] words = new uint[count];
        random.NextBytes(MemoryMarshal.AsBytes(words.AsSpan()));
        return words;
    }
}
