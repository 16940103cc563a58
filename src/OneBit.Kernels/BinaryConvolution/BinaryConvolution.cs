using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>The family of binary convolutions.</summary>
public static class BinaryConvolution
{
    /// <summary>All rows, preferred first; the last one runs on every CPU, and serves all shapes whose rows and filters fit a thread's scratch.</summary>
    public static KernelFamily<BinaryConvolutionKernel> Catalogue { get; } = new(
        "binary-convolution",
        new Avx512BitSliced(),
        new Avx512PairCode(),
        new Avx2SumTables(),
        new Avx2PairCodeTwoVectors(),
        new Avx2PairCode(),
        new AdvSimdDotPopcount(),
        new AdvSimdPopcount(),
        new AdvSimdPairCode(),
        new Sse42PairCode(),
        new ScalarXorPopcount());

    /// <summary>The row called <paramref name="chosen"/> where there is one that serves the shape here, or else that with which it is expected to take the fewest cycles.</summary>
    public static BinaryConvolutionKernel Pick(BinaryConvolutionShape shape, string? chosen = null) =>
        Catalogue.Pick(row => row.Applies(shape), row => row.EstimateCycles(shape), chosen);

    /// <summary>True where some row serves the shape here.</summary>
    public static bool Serves(BinaryConvolutionShape shape) => Catalogue.Find(row => row.Applies(shape)) is not null;

    // The constants of the AVX2, SSE4.2 and scalar rows fit single convolutions on Zen 3; those of AVX-512, whose tiles are part of their codes, follow from figures of Zen 5 and Emerald Rapids.

    /// <summary>Bit-sliced look-up with lifted parity, 8 pixels × 64 channels.</summary>
    private sealed class Avx512BitSliced() : TiledBinaryConvolution<BitSlicedTile<VbmiLanes>>(
        nameof(Avx512BitSliced), CpuFeatures.Avx512 | CpuFeatures.Avx512Vbmi | CpuFeatures.Gfni512, new(Unit: 2.4, Code: 80, Slot: 5, Tile: 0));

    /// <summary>64 channels a vector.</summary>
    private sealed class Avx512PairCode() : TiledBinaryConvolution<PairCodeTile<Lanes512, Vector512<byte>, One>>(nameof(Avx512PairCode), CpuFeatures.Avx512, new(Unit: 12, Code: 80, Slot: 3, Tile: 0));

    private sealed class Avx2SumTables() : SumTableConvolution(nameof(Avx2SumTables), CpuFeatures.Avx2);

    /// <summary>64 channels in two vectors, which share the look-ups' tables.</summary>
    private sealed class Avx2PairCodeTwoVectors() : TiledBinaryConvolution<PairCodeTile<Lanes256, Vector256<byte>, Two>>(
        nameof(Avx2PairCodeTwoVectors), CpuFeatures.Avx2, new(Unit: 19.6, Code: 60, Slot: 3.7, Tile: 417));

    private sealed class Avx2PairCode() : TiledBinaryConvolution<PairCodeTile<Lanes256, Vector256<byte>, One>>(nameof(Avx2PairCode), CpuFeatures.Avx2, new(Unit: 11.8, Code: 29, Slot: 1.1, Tile: 426));

    // The constants of the three rows of ARM64 follow from instruction counts, not measured, on cores from Cortex-A72 to Neoverse N1: 3 or 4 instructions a cycle, of these 2 on vectors and 1 or 2 loads.

    /// <summary>Population counts of bytes, summed four at a time by a dot product.</summary>
    private sealed class AdvSimdDotPopcount() : TiledBinaryConvolution<PopcountTile<AdvSimdDotSums>>(
        nameof(AdvSimdDotPopcount), CpuFeatures.AdvSimd | CpuFeatures.DotProd, new(Unit: 12.25, Code: 54, Slot: 4, Tile: 370));

    /// <summary>Population counts of bytes, summed in bytes.</summary>
    private sealed class AdvSimdPopcount() : TiledBinaryConvolution<PopcountTile<AdvSimdByteSums>>(nameof(AdvSimdPopcount), CpuFeatures.AdvSimd, new(Unit: 12.2, Code: 72, Slot: 4, Tile: 370));

    private sealed class AdvSimdPairCode() : TiledBinaryConvolution<PairCodeTile<Lanes128, Vector128<byte>, Two>>(nameof(AdvSimdPairCode), CpuFeatures.AdvSimd, new(Unit: 27, Code: 76, Slot: 2.3, Tile: 370));

    private sealed class Sse42PairCode() : TiledBinaryConvolution<PairCodeTile<Lanes128, Vector128<byte>, Two>>(nameof(Sse42PairCode), CpuFeatures.Sse42, new(Unit: 18.3, Code: 50, Slot: 2.3, Tile: 370));

    private sealed class ScalarXorPopcount() : TiledBinaryConvolution<XorPopcountTile>(nameof(ScalarXorPopcount), CpuFeatures.None, new(Unit: 17.7, Code: 112, Slot: 2.9, Tile: 300));
}
