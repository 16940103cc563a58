using CsCheck;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.Packing;

/// <summary>Bands and codes as bits, by every row; runs of bits.</summary>
public sealed class LevelPackingTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    private static readonly float[] Special = [0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, 1, -1, 0.5f];

    private static readonly Gen<float> AnyValue = Gen.Int[0, Special.Length + 6].Select(i => i < Special.Length ? Special[i] : (i - Special.Length - 3) / 2f);

    private static readonly Gen<float> AnyNumber = AnyValue.Where(v => !float.IsNaN(v));

    private static readonly Gen<int> Channels = Gen.Int[0, 8].Select(i => new[] { 1, 5, 31, 32, 33, 63, 64, 65, 130 }[i]);

    public static TheoryData<string> Rows => CatalogueRows.Names(Kernels.BitPacking.Catalogue);

    [Theory, MemberData(nameof(Rows))]
    public void A_band_packs_what_is_outside(string row)
    {
        BitPackingKernel kernel = CatalogueRows.Find(Kernels.BitPacking.Catalogue, row);
        Gen<(int Channels, float[] Values, float[] Least, float[] Most, bool NanBit)> cases =
            from channels in Channels
            from rows in Gen.Int[0, 3]
            from values in AnyValue.Array[rows * channels]
            from least in AnyNumber.Array[channels]
            from most in AnyNumber.Array[channels]
            from nanBit in Gen.Bool
            select (channels, values, least, most, nanBit);
        cases.Sample(
            c =>
            {
                uint[] expected = Pack(c.Values.Length, c.Channels, i => float.IsNaN(c.Values[i]) ? c.NanBit : !(c.Values[i] >= c.Least[i % c.Channels] && c.Values[i] <= c.Most[i % c.Channels]));
                uint[] actual = [.. Enumerable.Repeat(0xDEADBEEF, expected.Length)];
                kernel.PackBand(c.Values, c.Channels, c.Least, c.Most, c.NanBit, actual);
                Assert.Equal(expected, actual);
            },
            seed: Seed,
            iter: 300);
    }

    [Theory, MemberData(nameof(Rows))]
    public void Codes_pack_as_planes(string row)
    {
        BitPackingKernel kernel = CatalogueRows.Find(Kernels.BitPacking.Catalogue, row);
        Gen<(int Channels, int Planes, float[] Values, float[] Edges, bool NanIsUpper)> cases =
            from channels in Channels
            from rows in Gen.Int[0, 3]
            from planes in Gen.Int[1, 8]
            from values in AnyValue.Array[rows * channels]
            from count in Gen.Int[0, (1 << planes) - 1]
            from edges in AnyNumber.Array[count]
            from nanIsUpper in Gen.Bool
            select (channels, planes, values, edges, nanIsUpper);
        cases.Sample(
            c =>
            {
                int rowWords = c.Values.Length / c.Channels * Bits.Words(c.Channels), stride = rowWords + 2;
                uint[] actual = [.. Enumerable.Repeat(0xDEADBEEF, (c.Planes * stride) + 1)];
                kernel.PackPlanes(c.Values, c.Channels, c.Edges, c.Planes, c.NanIsUpper, actual, stride);
                for (int plane = 0; plane < c.Planes; plane++)
                {
                    uint[] expected = Pack(c.Values.Length, c.Channels, i =>
                    {
                        int code = float.IsNaN(c.Values[i]) ? (c.NanIsUpper ? c.Edges.Length : 0) : c.Edges.Count(edge => edge <= c.Values[i]);
                        return ((code >> plane) & 1) == 0;
                    });
                    Assert.Equal(expected, actual[(plane * stride)..((plane * stride) + rowWords)]);
                    Assert.Equal(0xDEADBEEF, actual[(plane * stride) + rowWords]);
                }
            },
            seed: Seed,
            iter: 200);
    }

    [Theory, MemberData(nameof(Rows))]
    public void No_byte_outside_the_operands_is_touched(string row)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "needs mmap");
        BitPackingKernel kernel = CatalogueRows.Find(Kernels.BitPacking.Catalogue, row);
        foreach (int channels in (int[])[1, 31, 32, 33, 64, 65])
        {
            using var values = GuardedMemory.AtEnd(2 * channels * sizeof(float));
            using var least = GuardedMemory.AtEnd(channels * sizeof(float));
            using var most = GuardedMemory.AtEnd(channels * sizeof(float));
            using var words = GuardedMemory.AtEnd(4 * Bits.Words(channels) * sizeof(uint));
            Span<uint> target = words.AsSpan<uint>();
            kernel.PackBand(values.AsSpan<float>(), channels, least.AsSpan<float>(), most.AsSpan<float>(), nanBit: true, target[(2 * Bits.Words(channels))..]);
            kernel.PackPlanes(values.AsSpan<float>(), channels, [1f], 2, nanIsUpper: true, target, 2 * Bits.Words(channels));
            Assert.Equal(channels % 32 == 0 ? uint.MaxValue : (1u << (channels % 32)) - 1, target[^1]);
        }
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        BitPackingKernel kernel = Kernels.BitPacking.Catalogue.Pick();
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.PackBand(new float[32], 32, new float[31], new float[32], nanBit: false, new uint[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.PackPlanes(new float[32], 32, [1, 2], 1, nanIsUpper: true, new uint[1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.PackPlanes(new float[32], 32, [1], 2, nanIsUpper: true, new uint[1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.PackPlanes(new float[64], 32, [1], 2, nanIsUpper: true, new uint[3], 1));
        Assert.Throws<ArgumentException>(() => BitRuns.Copy([0u], 1, [0u], 0, 32));
        Assert.Throws<ArgumentException>(() => BitRuns.Copy([0u, 0u], 0, [0u], 1, 32));
    }

    [Fact]
    public void Runs_of_bits_are_copied_from_anywhere_to_anywhere() =>
        Gen.Select(Gen.Int[0, 70], Gen.Int[0, 70], Gen.Int[0, 100], Gen.Bool, Gen.Int[0, 1 << 20]).Sample(
            (from, at, count, inverted, seed) =>
            {
                uint[] source = Bits.Random(new Random(seed), 1, from + count + (seed % 40)), target = Bits.Random(new Random(seed + 1), 1, at + count + 40);
                for (int i = 0; i < count; i++)
                    target[(at + i) / 32] &= ~(1u << ((at + i) % 32));
                uint[] expected = [.. target];
                for (int i = 0; i < count; i++)
                {
                    if ((Bits.At(source, from + i) < 0) != inverted)
                        Bits.SetMinusOne(expected, at + i);
                }
                if (inverted)
                    BitRuns.CopyInverted(source, from, target, at, count);
                else
                    BitRuns.Copy(source, from, target, at, count);
                Assert.Equal(expected, target);
            },
            seed: Seed,
            iter: 2000);

    private static uint[] Pack(int values, int channels, Func<int, bool> isOne)
    {
        int words = Bits.Words(channels);
        uint[] packed = new uint[values / channels * words];
        for (int i = 0; i < values; i++)
        {
            if (isOne(i))
                Bits.SetMinusOne(packed.AsSpan(i / channels * words, words), i % channels);
        }
        return packed;
    }
}
