using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>The family of binary convolutions.</summary>
public static class BinaryConvolution
{
    /// <summary>All rows, preferred first; the last one serves every valid shape on every CPU.</summary>
    public static KernelFamily<BinaryConvolutionKernel> Catalogue { get; } = new(
        "binary-convolution",
        new Avx512PairCode(),
        new Avx2PairCode(),
        new AdvSimdPairCode(),
        new Sse42PairCode(),
        new ScalarXorPopcount());

    /// <summary>64 channels a vector; leaves it to 256 bits where more than a quarter of the last vector would be empty.</summary>
    private sealed class Avx512PairCode() : TiledBinaryConvolution<PairCodeTile<Lanes512, Vector512<byte>>>(nameof(Avx512PairCode), CpuFeatures.Avx512)
    {
        public override bool Applies(BinaryConvolutionShape shape)
        {
            int padded = (shape.GroupOutputChannels + 63) / 64 * 64;
            return base.Applies(shape) && (padded - shape.GroupOutputChannels) * 4 <= padded;
        }
    }

    private sealed class Avx2PairCode() : TiledBinaryConvolution<PairCodeTile<Lanes256, Vector256<byte>>>(nameof(Avx2PairCode), CpuFeatures.Avx2);

    private sealed class AdvSimdPairCode() : TiledBinaryConvolution<PairCodeTile<Lanes128, Vector128<byte>>>(nameof(AdvSimdPairCode), CpuFeatures.AdvSimd);

    private sealed class Sse42PairCode() : TiledBinaryConvolution<PairCodeTile<Lanes128, Vector128<byte>>>(nameof(Sse42PairCode), CpuFeatures.Sse42);

    private sealed class ScalarXorPopcount() : TiledBinaryConvolution<XorPopcountTile>(nameof(ScalarXorPopcount), CpuFeatures.None);
}
