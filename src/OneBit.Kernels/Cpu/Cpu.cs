using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace OneBit.Kernels;

/// <summary>The CPU as this process may use it: the runtime's own switches (<c>DOTNET_EnableAVX512=0</c>, …) are already taken into account.</summary>
public static class Cpu
{
    /// <summary>Every feature that is present and enabled.</summary>
    public static CpuFeatures Features { get; } = Detect();

    /// <summary>What the CPU calls itself, in one line: on x86 <c>AMD Ryzen 9 5950X 16-Core Processor family 25 model 33</c>, elsewhere the architecture.</summary>
    public static string Name => CpuName.Value;

    /// <summary>The widest level that <see cref="Features"/> reaches: <c>avx512</c>, <c>avx2</c>, <c>sse42</c>, <c>advsimd</c> or <c>scalar</c>.</summary>
    public static string Tier { get; } =
        Has(CpuFeatures.Avx512) ? "avx512"
        : Has(CpuFeatures.Avx2) ? "avx2"
        : Has(CpuFeatures.Sse42) ? "sse42"
        : Has(CpuFeatures.AdvSimd) ? "advsimd"
        : "scalar";

    /// <summary>True where all bits of <paramref name="features"/> are present.</summary>
    public static bool Has(CpuFeatures features) => (Features & features) == features;

    private static CpuFeatures Detect() =>
        If(Popcnt.X64.IsSupported, CpuFeatures.Popcnt)
        | If(Sse42.IsSupported, CpuFeatures.Sse42)
        | If(Avx2.IsSupported && Fma.IsSupported && Bmi1.X64.IsSupported, CpuFeatures.Avx2)
        | If(Avx512F.VL.IsSupported && Avx512BW.VL.IsSupported && Avx512CD.VL.IsSupported && Avx512DQ.VL.IsSupported, CpuFeatures.Avx512)
        | If(Avx512Vbmi.IsSupported, CpuFeatures.Avx512Vbmi)
        | If(Gfni.V512.IsSupported, CpuFeatures.Gfni512)
        | If(AvxVnni.IsSupported, CpuFeatures.AvxVnni)
        | If(AdvSimd.Arm64.IsSupported, CpuFeatures.AdvSimd)
        | If(Dp.IsSupported, CpuFeatures.DotProd);

    private static CpuFeatures If(bool present, CpuFeatures feature) => present ? feature : CpuFeatures.None;
}
