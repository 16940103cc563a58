using OneBit.Kernels.Tests.Int8Convolution;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.Int8Elementwise;

public sealed class Int8ElementwiseTests
{
    private static readonly sbyte[] AllBytes = [.. Enumerable.Range(-128, 256).Select(value => (sbyte)value)];

    public static TheoryData<string> BinaryRows => CatalogueRows.Names(Int8BinaryKernel.Catalogue);

    public static TheoryData<string> ConversionRows => CatalogueRows.Names(Int8ConversionKernel.Catalogue);

    [Theory, MemberData(nameof(BinaryRows))]
    public void All_pairs_of_values_follow_the_fixed_point_rules(string row)
    {
        Int8BinaryKernel kernel = CatalogueRows.Find(Int8BinaryKernel.Catalogue, row);
        var broadcast = Broadcast.Of([256, 1], [256]);
        using var operand = GuardedMemory.Of<sbyte>(AllBytes, atEnd: true);
        using GuardedMemory output = GuardedMemory.AtEnd(256 * 256);
        foreach ((Int8Scale x, Int8Scale y, Int8Scale z) in (ReadOnlySpan<(Int8Scale, Int8Scale, Int8Scale)>)
            [(new(0.5f, 3), new(0.25f, -7), new(1f, 5)), (new(0.0123f, -128), new(0.3f, 127), new(0.11f, 0)), (new(2f, 0), new(2f, 0), new(0.5f, -1))])
        {
            foreach (Int8BinaryKind kind in Enum.GetValues<Int8BinaryKind>())
            {
                PackedInt8Binary packed = Int8BinaryKernel.Pack(kind, x, y, z, -120, 125);
                kernel.Run(packed, broadcast, operand.AsSpan<sbyte>(), operand.AsSpan<sbyte>(), output.AsSpan<sbyte>(), 0, 1000);
                kernel.Run(packed, broadcast, operand.AsSpan<sbyte>(), operand.AsSpan<sbyte>(), output.AsSpan<sbyte>(), 1000, 65536);
                Span<sbyte> actual = output.AsSpan<sbyte>();
                for (int i = 0; i < actual.Length; i += 7)
                    Assert.Equal(Definition(kind, x, y, z, AllBytes[i / 256] - x.ZeroPoint, AllBytes[i % 256] - y.ZeroPoint), actual[i]);
            }
        }
    }

    [Theory, MemberData(nameof(ConversionRows))]
    public void Floats_round_half_to_even_before_the_zero_point(string row)
    {
        Int8ConversionKernel kernel = CatalogueRows.Find(Int8ConversionKernel.Catalogue, row);
        float[] input =
            [.. Enumerable.Range(-300, 600).Select(i => i * 0.25f), 1e30f, -1e30f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, -0f, float.Epsilon];
        using var guardedInput = GuardedMemory.Of<float>(input, atEnd: true);
        using GuardedMemory output = GuardedMemory.AtEnd(input.Length);
        foreach (Int8Scale scale in (Int8Scale[])[new(0.5f, 3), new(0.3f, -128), new(1f, 127)])
        {
            kernel.Quantize(guardedInput.AsSpan<float>(), output.AsSpan<sbyte>(), scale);
            for (int i = 0; i < input.Length; i++)
            {
                double rounded = Math.Round((double)(input[i] / scale.Scale), MidpointRounding.ToEven);
                double expected = double.IsNaN(rounded) ? scale.ZeroPoint : Math.Clamp(rounded + scale.ZeroPoint, -128, 127);
                Assert.Equal(expected, output.AsSpan<sbyte>()[i]);
            }
        }
    }

    [Theory, MemberData(nameof(ConversionRows))]
    public void Every_byte_and_length_becomes_the_nearest_float(string row)
    {
        Int8ConversionKernel kernel = CatalogueRows.Find(Int8ConversionKernel.Catalogue, row);
        for (int length = 0; length <= 256; length += length < 40 ? 1 : 27)
        {
            using var input = GuardedMemory.Of<sbyte>(AllBytes.AsSpan(0, length), atEnd: true);
            using GuardedMemory output = GuardedMemory.AtEnd(length * sizeof(float));
            kernel.Dequantize(input.AsSpan<sbyte>(), output.AsSpan<float>(), new Int8Scale(0.3f, 17));
            for (int i = 0; i < length; i++)
                Assert.Equal((float)((AllBytes[i] - 17) * (double)0.3f), output.AsSpan<float>()[i]);
        }
    }

    [Fact]
    public void Scales_and_lengths_outside_their_range_are_refused()
    {
        Int8ConversionKernel kernel = Int8ConversionKernel.Catalogue.Pick();
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Quantize(new float[2], new sbyte[3], new Int8Scale(1, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Quantize(new float[2], new sbyte[2], new Int8Scale(0, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Quantize(new float[2], new sbyte[2], new Int8Scale(1, 128)));
    }

    private static sbyte Definition(Int8BinaryKind kind, Int8Scale x, Int8Scale y, Int8Scale z, int left, int right)
    {
        if (kind == Int8BinaryKind.Mul)
            return RequantizationOracle.Apply(left * right, x.Scale * y.Scale / z.Scale, SecondRounding.HalfAwayFromZero, z.ZeroPoint, -120, 125);
        double common = 2.0 * Math.Max(x.Scale, y.Scale);
        int first = RequantizationOracle.Rescale(left << 20, x.Scale / common, SecondRounding.HalfAwayFromZero);
        int second = RequantizationOracle.Rescale(right << 20, y.Scale / common, SecondRounding.HalfAwayFromZero);
        int sum = kind == Int8BinaryKind.Add ? first + second : first - second;
        return RequantizationOracle.Apply(sum, common / (1048576.0 * z.Scale), SecondRounding.HalfAwayFromZero, z.ZeroPoint, -120, 125);
    }
}
