using CsCheck;
using OneBit.Kernels.Tests.Support;

namespace OneBit.Kernels.Tests.Convolution;

/// <summary>A shape with operands that follow from a seed.</summary>
internal sealed record BinaryConvolutionCase(BinaryConvolutionShape Shape, int Seed)
{
    private static readonly int[] Tails = [1, 3, 31, 32, 33, 63, 64, 65, 96, 127, 130];

    /// <summary>Random shapes: strides, dilations, groups, tails, all paddings, filters larger than the image.</summary>
    public static Gen<BinaryConvolutionCase> Any { get; } =
        from groups in Gen.Frequency((3, Gen.Const(1)), (1, Gen.Int[2, 3]))
        from depth in groups == 1 ? One(Tails) : Gen.Int[1, 2].Select(w => w * 32 * groups)
        from outputs in groups == 1 ? One(Tails) : One(1, 5, 32, 64, 70).Select(o => o * groups)
        from batch in Gen.Int[1, 2]
        from height in Gen.Int[1, 5]
        from width in Gen.Frequency((3, Gen.Int[1, 6]), (1, Gen.Int[7, 18]))
        from filterHeight in Gen.Int[1, 3]
        from filterWidth in Gen.Int[1, 4]
        from stride in Gen.Int[1, 3].Array[2]
        from dilation in Gen.Int[1, 3].Array[2]
        from pad in Gen.Int[0, 4].Array[4]
        from padding in Gen.Enum<BinaryPadding>()
        from seed in Gen.Int[0, 1 << 20]
        let effectiveHeight = ((filterHeight - 1) * dilation[0]) + 1
        let effectiveWidth = ((filterWidth - 1) * dilation[1]) + 1
        select new BinaryConvolutionCase(
            new BinaryConvolutionShape
            {
                Batch = batch,
                InputHeight = height,
                InputWidth = width,
                InputChannels = depth,
                OutputChannels = outputs,
                Groups = groups,
                FilterHeight = filterHeight,
                FilterWidth = filterWidth,
                StrideHeight = stride[0],
                StrideWidth = stride[1],
                DilationHeight = dilation[0],
                DilationWidth = dilation[1],
                PadTop = pad[0],
                PadLeft = pad[1],
                OutputHeight = Outputs(height + pad[0] + pad[2], effectiveHeight, stride[0]),
                OutputWidth = Outputs(width + pad[1] + pad[3], effectiveWidth, stride[1]),
                Padding = padding,
            },
            seed);

    /// <summary>Those of <see cref="Any"/> that a row serves: all but where it would need very much room.</summary>
    public static Gen<BinaryConvolutionCase> For(BinaryConvolutionKernel kernel) => Any.Where(c => kernel.Applies(c.Shape));

    public uint[] Input() => Bits.Random(new Random(Seed), Shape.Batch * Shape.InputHeight * Shape.InputWidth, Shape.InputChannels);

    public uint[] Filter() =>
        Bits.Random(new Random(Seed + 1), Shape.OutputChannels * Shape.FilterHeight * Shape.FilterWidth, Shape.InputChannels / Shape.Groups);

    private static Gen<int> One(params int[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    // At least one output, so that padding alone is read where the filter does not fit.
    private static int Outputs(int padded, int effective, int stride) => Math.Max(1, ((padded - effective) / stride) + 1);
}
