namespace OneBit.Kernels;

/// <summary>What a kernel may ask of the CPU. Combinations are masks: a kernel runs where all of its bits are present.</summary>
[Flags]
public enum CpuFeatures
{
    /// <summary>Nothing beyond what every .NET target has.</summary>
    None = 0,

    /// <summary>x64 scalar population count.</summary>
    Popcnt = 1,

    /// <summary>x64 SSE4.2, 128-bit vectors.</summary>
    Sse42 = 2,

    /// <summary>x64 AVX2, FMA and BMI1, 256-bit vectors.</summary>
    Avx2 = 4,

    /// <summary>x64 AVX-512 F, BW, CD, DQ and VL, 512-bit vectors.</summary>
    Avx512 = 8,

    /// <summary>x64 AVX-512 VBMI: byte permutes over a whole vector.</summary>
    Avx512Vbmi = 16,

    /// <summary>x64 GFNI on 512-bit vectors.</summary>
    Gfni512 = 32,

    /// <summary>x64 dot products of bytes (AVX-VNNI, 256 bits).</summary>
    AvxVnni = 64,

    /// <summary>ARM64 Advanced SIMD, 128-bit vectors.</summary>
    AdvSimd = 128,

    /// <summary>ARM64 dot products of bytes.</summary>
    DotProd = 256,
}
