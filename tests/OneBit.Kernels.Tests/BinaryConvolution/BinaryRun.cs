namespace OneBit.Kernels.Tests.Convolution;

/// <summary>A case with its operands and the oracle's dots; runs it in ranges of work items that the seed chooses.</summary>
internal sealed class BinaryRun
{
    private readonly uint[] input;
    private readonly uint[] filter;

    public BinaryRun(BinaryConvolutionCase @case)
    {
        Case = @case;
        input = @case.Input();
        filter = @case.Filter();
        Dots = BinaryConvolutionOracle.Dots(@case.Shape, input, filter);
    }

    public BinaryConvolutionCase Case { get; }

    public int[] Dots { get; }

    public void Float(BinaryConvolutionKernel kernel, OutputTransform transform, float[] output) =>
        Ranges(kernel, (packed, begin, end, scratch) => kernel.Run(packed, input, transform, output, begin, end, scratch));

    public void Int8(BinaryConvolutionKernel kernel, OutputTransform transform, Int8Output form, sbyte[] output) =>
        Ranges(kernel, (packed, begin, end, scratch) => kernel.Run(packed, input, transform, form, output, begin, end, scratch));

    public void Residual(BinaryConvolutionKernel kernel, OutputTransform transform, ResidualOutput form, float[] residual, float[] output, uint[] signs) =>
        Ranges(kernel, (packed, begin, end, scratch) => kernel.Run(packed, input, transform, form, residual, output, signs, begin, end, scratch));

    public void Packed(BinaryConvolutionKernel kernel, BitOutput form, uint[] output) =>
        Ranges(kernel, (packed, begin, end, scratch) => kernel.Run(packed, input, form, output, begin, end, scratch));

    private void Ranges(BinaryConvolutionKernel kernel, Action<PackedBinaryFilter, int, int, byte[]> run)
    {
        PackedBinaryFilter packed = kernel.Pack(Case.Shape, filter);
        int cut = Case.Seed % (packed.WorkItems + 1);
        byte[] scratch = new byte[packed.ScratchBytes];
        Array.Fill(scratch, (byte)0xA5);
        run(packed, cut, packed.WorkItems, scratch);
        run(packed, 0, cut, scratch);
    }
}
