using OneBit.Kernels;

namespace OneBit.Benchmarks;

/// <summary>A float32 dense layer of one row, as Larq Compute Engine rounds it.</summary>
internal sealed class DenseContender : Contender
{
    private readonly Action run;

    public DenseContender(int inputs, int outputs)
        : base(DenseRowKernel.Catalogue.Pick().Name)
    {
        DenseRowKernel kernel = DenseRowKernel.Catalogue.Pick();
        var random = new Random(5);
        float[] x = [.. Enumerable.Range(0, inputs).Select(_ => random.NextSingle() - 0.5f)], y = new float[outputs];
        PackedDenseRow packed = kernel.Pack(inputs, outputs, [.. Enumerable.Range(0, inputs * outputs).Select(_ => random.NextSingle() - 0.5f)], new FloatEdges([]));
        run = () => kernel.Run(packed, x, y, 0, packed.WorkItems);
    }

    public override RoundTime Measure(int runs) => Repeat(runs, run);

    public override void Dispose()
    {
        // Arrays only.
    }
}
