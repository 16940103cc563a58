using System.Runtime.InteropServices;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>A convolution over levels that is one binary convolution.</summary>
internal sealed class LevelStep(BinaryConvolutionKernel kernel, PackedBinaryFilter packed, LevelOutput form, Slot input, Slot output) : Step
{
    public override string Kernel => kernel.Name;

    public override int WorkItems => packed.WorkItems;

    public override int ScratchBytes => packed.ScratchBytes;

    public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
    {
        ReadOnlySpan<uint> words = context.Read<uint>(input);
        if (form.Residual is { } residual)
            kernel.Run(packed, words, form.Transform, residual.Form, residual.Addend(context), context.Write<float>(output), residual.Signs(context), begin, end, scratch);
        else if (form.Element == DType.Float32)
            kernel.Run(packed, words, form.Transform, context.Write<float>(output), begin, end, scratch);
        else if (form.Element == DType.Int8)
            kernel.Run(packed, words, form.Transform, form.Int8, context.Write<sbyte>(output), begin, end, scratch);
        else
            kernel.Run(packed, words, form.Bits!, context.Write<uint>(output), begin, end, scratch); // bits have thresholds
    }
}

/// <summary>A convolution over levels that is a sum of binary ones.</summary>
internal sealed class LevelSumStep(BinaryConvolutionKernel kernel, BinaryConvolutionSum sum, LevelOutput form, Slot input, Slot output) : Step
{
    public override string Kernel => kernel.Name;

    public override int WorkItems => sum.WorkItems;

    public override int ScratchBytes => sum.ScratchBytes;

    public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) => Execute(
        sum, form, context.Read<uint>(input), context.Write<byte>(output), form.Addend(context), form.Signs(context), begin, end, scratch);

    /// <summary>Bands [begin, end) of <paramref name="output"/>.</summary>
    public static void Execute(
        BinaryConvolutionSum sum, LevelOutput form, ReadOnlySpan<uint> words, Span<byte> output, ReadOnlySpan<float> addend, Span<uint> signs, int begin, int end, Span<byte> scratch)
    {
        if (form.Residual is { } residual)
            sum.Run(words, form.Transform, residual.Form, addend, MemoryMarshal.Cast<byte, float>(output), signs, begin, end, scratch);
        else if (form.Element == DType.Float32)
            sum.Run(words, form.Transform, MemoryMarshal.Cast<byte, float>(output), begin, end, scratch);
        else if (form.Element == DType.Int8)
            sum.Run(words, form.Transform, form.Int8, MemoryMarshal.Cast<byte, sbyte>(output), begin, end, scratch);
        else
            sum.Run(words, form.Bits!, MemoryMarshal.Cast<byte, uint>(output), begin, end, scratch); // bits have thresholds
    }
}

/// <summary>A convolution over levels whose groups do not fill words: each image is spread to whole words in scratch before. A work item is an image.</summary>
internal sealed class SpreadLevelStep(BinaryConvolutionKernel kernel, BinaryConvolutionSum sum, GroupSpreading spreading, LevelOutput form, Slot input, Slot output) : Step
{
    public override string Kernel => kernel.Name;

    public override int WorkItems => spreading.Batch;

    public override int ScratchBytes { get; } = checked((spreading.Words * sizeof(uint)) + sum.ScratchBytes);

    public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
    {
        Span<uint> spread = MemoryMarshal.Cast<byte, uint>(scratch[..(spreading.Words * sizeof(uint))]);
        Span<byte> target = context.Write<byte>(output);
        ReadOnlySpan<float> addend = form.Addend(context);
        Span<uint> signs = form.Signs(context);
        int imageBytes = target.Length / spreading.Batch, imageAddends = addend.Length / spreading.Batch, imageSigns = signs.Length / spreading.Batch;
        for (int image = begin; image < end; image++)
        {
            spreading.Spread(context.Read<uint>(input), image, spread);
            LevelSumStep.Execute(
                sum,
                form,
                spread,
                target.Slice(image * imageBytes, imageBytes),
                addend.Slice(image * imageAddends, imageAddends),
                signs.Slice(image * imageSigns, imageSigns),
                0,
                sum.WorkItems,
                scratch[(spreading.Words * sizeof(uint))..]);
        }
    }
}
