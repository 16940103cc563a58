using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>The family of binary convolutions.</summary>
public static class BinaryConvolution
{
    /// <summary>All rows, preferred first; the last one serves every valid shape on every CPU.</summary>
    public static KernelFamily<BinaryConvolutionKernel> Catalogue { get; } = new(
        "binary-convolution",
        new Avx512BitSliced(),
        new Avx512PairCode(),
        new Avx2PairCodeTwoVectors(),
        new Avx2PairCode(),
        new AdvSimdPairCode(),
        new Sse42PairCode(),
        new ScalarXorPopcount());

    /// <summary>Bit-sliced look-up with lifted parity, 8 pixels × 64 channels.</summary>
    private sealed class Avx512BitSliced() : TiledBinaryConvolution<BitSlicedTile<VbmiLanes>>(nameof(Avx512BitSliced), CpuFeatures.Avx512 | CpuFeatures.Avx512Vbmi | CpuFeatures.Gfni512);

    /// <summary>64 channels a vector; leaves it to 256 bits where more than a quarter of the last vector would be empty.</summary>
    private sealed class Avx512PairCode() : TiledBinaryConvolution<PairCodeTile<Lanes512, Vector512<byte>, OneVector>>(nameof(Avx512PairCode), CpuFeatures.Avx512)
    {
        public override bool Applies(BinaryConvolutionShape shape) => base.Applies(shape) && FillsVectors(shape, 64);
    }

    /// <summary>64 channels in two vectors, which share the look-ups' tables.</summary>
    private sealed class Avx2PairCodeTwoVectors() : TiledBinaryConvolution<PairCodeTile<Lanes256, Vector256<byte>, TwoVectors>>(nameof(Avx2PairCodeTwoVectors), CpuFeatures.Avx2)
    {
        public override bool Applies(BinaryConvolutionShape shape) => base.Applies(shape) && FillsVectors(shape, 64);
    }

    private sealed class Avx2PairCode() : TiledBinaryConvolution<PairCodeTile<Lanes256, Vector256<byte>, OneVector>>(nameof(Avx2PairCode), CpuFeatures.Avx2);

    private sealed class AdvSimdPairCode() : TiledBinaryConvolution<PairCodeTile<Lanes128, Vector128<byte>, TwoVectors>>(nameof(AdvSimdPairCode), CpuFeatures.AdvSimd);

    private sealed class Sse42PairCode() : TiledBinaryConvolution<PairCodeTile<Lanes128, Vector128<byte>, TwoVectors>>(nameof(Sse42PairCode), CpuFeatures.Sse42);

    private sealed class ScalarXorPopcount() : TiledBinaryConvolution<XorPopcountTile>(nameof(ScalarXorPopcount), CpuFeatures.None);

    /// <summary>False where more than a quarter of the last <paramref name="channels"/> channels would be empty.</summary>
    private static bool FillsVectors(BinaryConvolutionShape shape, int channels)
    {
        int padded = (shape.GroupOutputChannels + channels - 1) / channels * channels;
        return (padded - shape.GroupOutputChannels) * 4 <= padded;
    }
}
