using CsCheck;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.FloatConvolution;

public sealed class FloatConvolutionTests
{
    public static TheoryData<string> Rows => CatalogueRows.Names(FloatConvolutionKernel.Catalogue);

    private static Gen<ConvolutionShape> Shapes { get; } =
        from window in FloatInputs.Windows
        from groups in FloatInputs.Choice(1, 1, 2, 3)
        from inputs in Gen.Int[1, 9]
        from outputs in FloatInputs.Channels
        select new ConvolutionShape(window, inputs * groups, outputs * groups, groups);

    [Theory, MemberData(nameof(Rows))]
    public void Any_window_group_and_channel_count_matches_the_definition(string row)
    {
        FloatConvolutionKernel kernel = CatalogueRows.Find(FloatConvolutionKernel.Catalogue, row);
        Gen.Select(Shapes, Gen.Int[0, 1000], Gen.Bool).Sample((shape, seed, atEnd) => Check(kernel, shape, seed, atEnd), iter: 300, seed: "0000KfltConv", threads: 1);
    }

    [Theory, MemberData(nameof(Rows))]
    public void Images_of_real_layers_match_the_definition(string row)
    {
        FloatConvolutionKernel kernel = CatalogueRows.Find(FloatConvolutionKernel.Catalogue, row);
        Check(kernel, new ConvolutionShape(FloatInputs.Same(17, 3, 2), 3, 16), 1, atEnd: true);
        Check(kernel, new ConvolutionShape(FloatInputs.Same(14, 1, 1), 64, 64), 2, atEnd: true);
        Check(kernel, new ConvolutionShape(FloatInputs.Same(7, 3, 1), 65, 130), 3, atEnd: true);
        Check(kernel, new ConvolutionShape(FloatInputs.Same(9, 7, 2), 3, 64), 4, atEnd: false);
        // Two blocks of tiles, the second one short.
        Check(kernel, new ConvolutionShape(FloatInputs.Same(40, 1, 1), 64, 140), 5, atEnd: true);
    }

    // Rows that are padded in scratch: borders, strides, dilations, groups, filters that hang over on one side, several images.
    [Theory, MemberData(nameof(Rows))]
    public void Wide_rows_with_borders_match_the_definition(string row)
    {
        FloatConvolutionKernel kernel = CatalogueRows.Find(FloatConvolutionKernel.Catalogue, row);
        WindowShape wide = FloatInputs.Wide;
        ConvolutionShape[] shapes =
        [
            new(wide, 3, 70),
            new(wide with { InputWidth = 90, StrideX = 3, StrideY = 2, DilationX = 2, OutputWidth = 30 }, 6, 140, 2),
            new(wide with { InputWidth = 4, DilationY = 2, OutputWidth = 101, PadLeft = 60 }, 9, 17),
            new(FloatInputs.Same(50, 7, 2), 3, 64),
            new(FloatInputs.Same(33, 3, 1), 40, 24),
        ];
        for (int i = 0; i < shapes.Length; i++)
        {
            Assert.NotNull(PaddedRows.For(shapes[i], 1));
            Check(kernel, shapes[i], i, atEnd: i != 3);
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void Every_alignment_of_the_operands_gives_the_same_bits(string row)
    {
        FloatConvolutionKernel kernel = CatalogueRows.Find(FloatConvolutionKernel.Catalogue, row);
        var shape = new ConvolutionShape(FloatInputs.Same(5, 3, 1), 5, 19);
        float[] input = FloatInputs.Uniform(shape.InputLength, 1), bias = FloatInputs.Uniform(shape.OutputChannels, 2);
        PackedFloatConvolution packed = kernel.Pack(shape, FloatInputs.Uniform(shape.FilterLength, 3), new FloatEdges(bias));
        float[]? first = null;
        for (int offset = 0; offset < 16; offset++)
        {
            var memory = new AlignedBuffer((shape.InputLength + shape.OutputLength + 64) * sizeof(float) + packed.ScratchBytes);
            Span<float> all = memory.AsSpan<float>()[offset..];
            input.CopyTo(all);
            Span<float> output = all.Slice(shape.InputLength, shape.OutputLength);
            kernel.Run(packed, all[..shape.InputLength], output, System.Runtime.InteropServices.MemoryMarshal.AsBytes(all[(shape.InputLength + shape.OutputLength)..]), 0, packed.WorkItems);
            first ??= output.ToArray();
            Assert.Equal(first, output);
        }
    }

    [Fact]
    public void The_clamp_keeps_NaN_and_the_signs_of_infinity()
    {
        FloatConvolutionKernel kernel = FloatConvolutionKernel.Catalogue.Pick();
        var shape = new ConvolutionShape(FloatInputs.Same(3, 1, 1), 1, 1);
        PackedFloatConvolution packed = kernel.Pack(shape, [2f], new FloatEdges([], [float.NegativeInfinity], [6f]));
        var output = new float[9];
        kernel.Run(packed, [1, 2, 3, 4, 5, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f], output, new byte[packed.ScratchBytes], 0, packed.WorkItems);
        Assert.Equal([2, 4, 6, 6, 6, float.NaN, 6, float.NegativeInfinity, 0], output);
    }

    [Fact]
    public void Operands_that_are_too_short_and_foreign_weights_are_refused()
    {
        FloatConvolutionKernel kernel = FloatConvolutionKernel.Catalogue.Rows[^1];
        var shape = new ConvolutionShape(FloatInputs.Same(4, 3, 1), 2, 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Pack(shape, new float[shape.FilterLength - 1], default));
        Assert.Throws<ArgumentException>(() => kernel.Pack(shape with { Groups = 3 }, new float[shape.FilterLength], default));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Pack(shape, new float[shape.FilterLength], new FloatEdges(new float[4])));
        PackedFloatConvolution packed = kernel.Pack(shape, new float[shape.FilterLength], default);
        float[] input = new float[shape.InputLength], output = new float[shape.OutputLength];
        var scratch = new byte[packed.ScratchBytes];
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(packed, input.AsSpan(1), output, scratch, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(packed, input, output.AsSpan(1), scratch, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(packed, input, output, scratch.AsSpan(1), 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(packed, input, output, scratch, 0, packed.WorkItems + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(packed, input, output, scratch, 2, 1));
        FloatConvolutionKernel other = FloatConvolutionKernel.Catalogue.Rows[0];
        Assert.Throws<ArgumentException>(() => other.Run(packed, input, output, scratch, 0, 1));
    }

    private static void Check(FloatConvolutionKernel kernel, ConvolutionShape shape, int seed, bool atEnd)
    {
        float[] input = FloatInputs.Uniform(shape.InputLength, seed), filter = FloatInputs.Uniform(shape.FilterLength, seed + 1);
        float[] bias = seed % 3 == 0 ? [] : FloatInputs.Uniform(shape.OutputChannels, seed + 2);
        (float lower, float upper) = seed % 2 == 0 ? (float.NegativeInfinity, float.PositiveInfinity) : (-1f, 6f);
        PackedFloatConvolution packed = kernel.Pack(shape, filter, new FloatEdges(bias, [lower], [upper]));
        using var guardedInput = GuardedMemory.Of<float>(input, atEnd);
        using GuardedMemory output = atEnd ? GuardedMemory.AtEnd(shape.OutputLength * sizeof(float)) : GuardedMemory.AtStart(shape.OutputLength * sizeof(float));
        using GuardedMemory scratch = atEnd ? GuardedMemory.AtEnd(packed.ScratchBytes) : GuardedMemory.AtStart(packed.ScratchBytes);
        // Two ranges, as two threads would take them.
        int middle = packed.WorkItems * (seed % 4) / 4;
        kernel.Run(packed, guardedInput.AsSpan<float>(), output.AsSpan<float>(), scratch.AsSpan<byte>(), middle, packed.WorkItems);
        kernel.Run(packed, guardedInput.AsSpan<float>(), output.AsSpan<float>(), scratch.AsSpan<byte>(), 0, middle);
        (double[] sums, double[] magnitudes) = FloatConvolutionOracle.Sums(shape, input, filter, bias);
        FloatConvolutionOracle.AssertClose(sums, magnitudes, output.AsSpan<float>(), lower, upper);
    }
}
