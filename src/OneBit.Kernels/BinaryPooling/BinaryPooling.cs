namespace OneBit.Kernels;

/// <summary>The family of max pools over packed words.</summary>
public static class BinaryPooling
{
    /// <summary>All rows, preferred first; the last one runs on every CPU.</summary>
    public static KernelFamily<BinaryPoolingKernel> Catalogue { get; } = new(
        "binary-pooling",
        new WindowAnd<VectorAnd>("Sse42And", CpuFeatures.Sse42),
        new WindowAnd<VectorAnd>("AdvSimdAnd", CpuFeatures.AdvSimd),
        new WindowAnd<ScalarAnd>("ScalarAnd", CpuFeatures.None));
}
