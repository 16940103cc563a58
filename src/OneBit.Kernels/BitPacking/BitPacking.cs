namespace OneBit.Kernels;

/// <summary>The family that packs values into words and unpacks them.</summary>
public static class BitPacking
{
    /// <summary>All rows, preferred first; the last one runs on every CPU.</summary>
    public static KernelFamily<BitPackingKernel> Catalogue { get; } = new(
        "bit-packing",
        new WordwisePacking<WordLanes512>("Avx512Compare", CpuFeatures.Avx512),
        new WordwisePacking<WordLanes256>("Avx2Compare", CpuFeatures.Avx2),
        new WordwisePacking<WordLanes128>("AdvSimdCompare", CpuFeatures.AdvSimd),
        new WordwisePacking<WordLanes128>("Sse42Compare", CpuFeatures.Sse42),
        new WordwisePacking<ScalarWordLanes>("ScalarCompare", CpuFeatures.None));
}
