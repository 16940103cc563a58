namespace OneBit.Benchmarks;

/// <summary>Multiply-accumulates that a kernel could do in a cycle if nothing but its arithmetic counted; 0 where it is not known.</summary>
/// <param name="Kernel">How the names of its kernels begin; the first entry that fits counts.</param>
/// <param name="Intel">Two 512-bit ports, or three of 256 bits.</param>
/// <param name="Zen3">Four 256-bit pipes, two of which multiply.</param>
/// <param name="Zen5">Four 512-bit pipes, two of which multiply.</param>
internal sealed record PortLimit(string Kernel, double Intel, double Zen3, double Zen5)
{
    private static readonly PortLimit[] All =
    [
        // A group of 5 bits by 8 pixels by 64 channels: an affine product, a look-up and 4 ternary operations; on Zen 5 the ternary operations bind.
        new("Avx512BitSliced", 853, 0, 1300),

        // 8 operations for 1,536 or 768 products; on Zen 3 loads and look-ups take turns.
        new("Avx512PairCode", 384, 0, 768),
        new("Avx2PairCode", 288, 309, 0),

        // A word of 64 products at a time.
        new("ScalarXorPopcount", 64, 0, 93),

        // Two fused multiply-adds of a vector.
        new("Avx512Fma", 32, 0, 32),
        new("Avx2Fma", 16, 16, 16),
    ];

    /// <summary>The limit of a contender; null where it is not known.</summary>
    public static double? Of(string contender, CpuKind kind)
    {
        PortLimit? limit = Array.Find(All, limit => contender.StartsWith(limit.Kernel, StringComparison.Ordinal));
        double perCycle = (limit, kind) switch
        {
            ({ } known, CpuKind.IntelAvx512) => known.Intel,
            ({ } known, CpuKind.Zen3) => known.Zen3,
            ({ } known, CpuKind.Zen5) => known.Zen5,
            _ => 0,
        };
        return perCycle > 0 ? perCycle : null;
    }
}
