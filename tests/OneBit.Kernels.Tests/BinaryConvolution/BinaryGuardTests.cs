using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.Convolution;

public sealed class BinaryGuardTests
{
    public static TheoryData<string> Rows => CatalogueRows.Names(BinaryConvolution.Catalogue);

    [Theory, MemberData(nameof(Rows))]
    public void No_byte_outside_the_operands_is_touched_at_any_alignment(string row)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "needs mmap");
        BinaryConvolutionKernel kernel = CatalogueRows.Find(BinaryConvolution.Catalogue, row);
        foreach ((int channels, int outputs, int groups, int width) in ((int, int, int, int)[])[(33, 70, 1, 5), (64, 64, 2, 7), (128, 256, 1, 3)])
        {
            BinaryConvolutionCase @case = Case(channels, outputs, groups, width);
            uint[] input = @case.Input();
            PackedBinaryFilter packed = kernel.Pack(@case.Shape, @case.Filter());
            float[] expected = Array.ConvertAll(BinaryConvolutionOracle.Dots(@case.Shape, input, @case.Filter()), d => (float)d);
            foreach (bool atEnd in (bool[])[false, true])
            {
                for (int shift = 0; shift < 64; shift++)
                {
                    using GuardedMemory guardedInput = GuardedMemory.Of<uint>(input, atEnd);
                    using GuardedMemory output = atEnd ? GuardedMemory.AtEnd(expected.Length * 4) : GuardedMemory.AtStart(expected.Length * 4);
                    using GuardedMemory scratch = atEnd ? GuardedMemory.AtEnd(packed.ScratchBytes + shift) : GuardedMemory.AtStart(packed.ScratchBytes + shift);
                    Span<byte> shifted = scratch.AsSpan<byte>().Slice(atEnd ? 0 : shift, packed.ScratchBytes);
                    kernel.Run(packed, guardedInput.AsSpan<uint>(), OutputTransform.Identity, output.AsSpan<float>(), 0, packed.WorkItems, shifted);
                    Assert.Equal(expected, output.AsSpan<float>().ToArray());
                }
            }
        }
    }

    [Fact]
    public void What_does_not_fit_the_shape_is_refused()
    {
        BinaryConvolutionCase @case = Case(64, 64, 1, 4);
        BinaryConvolutionShape shape = @case.Shape;
        BinaryConvolutionKernel kernel = BinaryConvolution.Pick(shape);
        PackedBinaryFilter packed = kernel.Pack(shape, @case.Filter());
        uint[] input = @case.Input();
        float[] output = new float[shape.OutputPixels * shape.OutputChannels];
        byte[] scratch = new byte[packed.ScratchBytes];
        Assert.Throws<ArgumentException>(() => kernel.Pack(shape, @case.Filter().AsSpan(1)));
        Assert.Throws<ArgumentException>(() => kernel.Pack(shape with { Groups = 3 }, @case.Filter()));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Pack(shape with { StrideWidth = 0 }, @case.Filter()));
        Assert.Throws<ArgumentException>(() => kernel.Run(packed, input.AsSpan(1), OutputTransform.Identity, output, 0, 1, scratch));
        Assert.Throws<ArgumentException>(() => kernel.Run(packed, input, OutputTransform.Identity, output.AsSpan(1), 0, 1, scratch));
        Assert.Throws<ArgumentException>(() => kernel.Run(packed, input, OutputTransform.Identity, output, 0, 1, scratch.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => kernel.Run(packed, input, new OutputTransform { Bias = new float[1] }, output, 0, 1, scratch));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(packed, input, OutputTransform.Identity, output, 0, packed.WorkItems + 1, scratch));
        Assert.Throws<ArgumentException>(() => BinaryConvolution.Catalogue.Rows.First(row => row != kernel).Run(packed, input, OutputTransform.Identity, output, 0, 1, scratch));
    }

    private static BinaryConvolutionCase Case(int channels, int outputs, int groups, int width) => new(
        new BinaryConvolutionShape
        {
            InputHeight = 3,
            InputWidth = width,
            InputChannels = channels,
            OutputHeight = 3,
            OutputWidth = width,
            OutputChannels = outputs,
            FilterHeight = 3,
            FilterWidth = 3,
            PadTop = 1,
            PadLeft = 1,
            Groups = groups,
        },
        Seed: 1);
}
