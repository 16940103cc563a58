using CsCheck;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.Pooling;

public sealed class BinaryPoolingTests
{
    public static TheoryData<string> Rows => CatalogueRows.Names(BinaryPooling.Catalogue);

    [Theory, MemberData(nameof(Rows))]
    public void The_maximum_is_minus_one_only_where_the_whole_window_is(string row)
    {
        BinaryPoolingKernel kernel = CatalogueRows.Find(BinaryPooling.Catalogue, row);
        Gen<(BinaryPoolingShape Shape, int Seed)> cases =
            from batch in Gen.Int[1, 2]
            from size in Gen.Int[1, 7].Array[2]
            from words in Gen.Int[1, 9]
            from filter in Gen.Int[1, 4].Array[2]
            from stride in Gen.Int[1, 3].Array[2]
            from pad in Gen.Int[0, 3].Array[2]
            from output in Gen.Int[1, 6].Array[2]
            from seed in Gen.Int[0, 1 << 20]
            select (
                new BinaryPoolingShape
                {
                    Batch = batch,
                    InputHeight = size[0],
                    InputWidth = size[1],
                    Words = words,
                    FilterHeight = filter[0],
                    FilterWidth = filter[1],
                    StrideHeight = stride[0],
                    StrideWidth = stride[1],
                    PadTop = pad[0],
                    PadLeft = pad[1],
                    OutputHeight = output[0],
                    OutputWidth = output[1],
                },
                seed);
        cases.Sample(
            c =>
            {
                BinaryPoolingShape shape = c.Shape;
                uint[] input = Bits.Random(new Random(c.Seed), shape.Batch * shape.InputHeight * shape.InputWidth, 32 * shape.Words);
                // Mostly −1, or a window would hardly ever be.
                for (int i = 0; i < input.Length; i++)
                    input[i] |= (uint)(i * 0x9E3779B1L) | 0x0F0F0F0F;
                using GuardedMemory guardedInput = GuardedMemory.Of<uint>(input, atEnd: c.Seed % 2 == 0);
                using GuardedMemory guardedOutput =
                    c.Seed % 2 == 0 ? GuardedMemory.AtEnd(shape.OutputLength * 4) : GuardedMemory.AtStart(shape.OutputLength * 4);
                Span<uint> actual = guardedOutput.AsSpan<uint>();
                int middle = shape.OutputRows / 2;
                kernel.Run(shape, guardedInput.AsSpan<uint>(), actual, middle, shape.OutputRows);
                kernel.Run(shape, guardedInput.AsSpan<uint>(), actual, 0, middle);
                Assert.Equal(Oracle(shape, input), actual.ToArray());
            },
            seed: "0N0XIzNsQ0O2",
            iter: 500);
    }

    [Fact]
    public void Shapes_whose_indices_leave_32_bits_are_refused()
    {
        BinaryPoolingShape one = One;
        Assert.Throws<OverflowException>(() => (one with { StrideHeight = int.MaxValue }).Validate());
        Assert.Throws<OverflowException>(() => (one with { StrideWidth = int.MaxValue }).Validate());
        Assert.Throws<OverflowException>(() => (one with { InputHeight = int.MaxValue }).Validate());
        (one with { StrideHeight = int.MaxValue - 1, StrideWidth = int.MaxValue - 1, InputHeight = int.MaxValue - 1 }).Validate();
    }

    [Theory, MemberData(nameof(Rows))]
    public void Memory_of_just_the_right_size_will_do_and_less_is_refused(string row)
    {
        BinaryPoolingKernel kernel = CatalogueRows.Find(BinaryPooling.Catalogue, row);
        kernel.Run(One, new uint[1], new uint[1], 0, 1);
        Assert.Throws<ArgumentException>(() => kernel.Run(One, [], new uint[1], 0, 1));
        Assert.Throws<ArgumentException>(() => kernel.Run(One, new uint[1], [], 0, 1));
    }

    private static BinaryPoolingShape One { get; } = new()
    {
        Batch = 1,
        InputHeight = 1,
        InputWidth = 1,
        Words = 1,
        FilterHeight = 1,
        FilterWidth = 1,
        StrideHeight = 1,
        StrideWidth = 1,
        OutputHeight = 1,
        OutputWidth = 1,
    };

    private static uint[] Oracle(BinaryPoolingShape s, uint[] input)
    {
        uint[] output = new uint[s.OutputLength];
        int at = 0;
        for (int n = 0; n < s.Batch; n++)
        {
            for (int i = 0; i < s.OutputHeight; i++)
            {
                for (int j = 0; j < s.OutputWidth; j++, at += s.Words)
                {
                    for (int c = 0; c < 32 * s.Words; c++)
                    {
                        int maximum = -1;
                        for (int y = 0; y < s.FilterHeight; y++)
                        {
                            for (int x = 0; x < s.FilterWidth; x++)
                            {
                                int row = (i * s.StrideHeight) - s.PadTop + y;
                                int column = (j * s.StrideWidth) - s.PadLeft + x;
                                if (row < 0 || row >= s.InputHeight || column < 0 || column >= s.InputWidth)
                                    continue;
                                int pixel = (((n * s.InputHeight) + row) * s.InputWidth) + column;
                                maximum = Math.Max(maximum, Bits.At(input.AsSpan(pixel * s.Words, s.Words), c));
                            }
                        }
                        if (maximum < 0)
                            Bits.SetMinusOne(output.AsSpan(at, s.Words), c);
                    }
                }
            }
        }
        return output;
    }
}
