using CsCheck;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.Packing;

/// <summary>Signs as bits (F1), and back.</summary>
public sealed class BitPackingTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    private static readonly float[] Special =
    [
        0f, -0f, float.NaN, -float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon,
        1.17549435e-38f, -1.17549435e-38f, MathF.BitIncrement(-1.17549435e-38f), MathF.BitDecrement(-1.17549435e-38f), 1, -1, 0.5f,
    ];

    private static readonly int[] Tails = [1, 31, 32, 33, 63, 64, 65, 96, 127, 128, 130];

    public static TheoryData<string> Rows => CatalogueRows.Names(Kernels.BitPacking.Catalogue);

    [Theory, MemberData(nameof(Rows))]
    public void Larq_packs_minus_one_only_from_the_smallest_normal_number_down(string row)
    {
        BitPackingKernel kernel = CatalogueRows.Find(Kernels.BitPacking.Catalogue, row);
        // Each special value stands at each of 64 positions, so whole words and tails both see it.
        foreach (float value in Special)
        {
            for (int at = 0; at < 64; at++)
            {
                float[] values = new float[64];
                values[at] = value;
                uint[] words = [7, 7];
                kernel.Pack(values, 64, [BitThreshold.Larq], BitSide.Below, words);
                ulong expected = value <= -1.17549435e-38f ? 1ul << at : 0;
                Assert.Equal(expected, words[0] | ((ulong)words[1] << 32));
                uint[] tail = new uint[64];
                kernel.Pack(values, 1, [BitThreshold.Larq], BitSide.Below, tail);
                Assert.Equal(expected != 0 ? 1u : 0u, tail[at]);
            }
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void Floats_pack_by_comparison_with_their_threshold(string row)
    {
        BitPackingKernel kernel = CatalogueRows.Find(Kernels.BitPacking.Catalogue, row);
        Gen<float> value = Gen.Int[0, Special.Length + 4].Select(i => i < Special.Length ? Special[i] : i - Special.Length - 2);
        Gen<(int Channels, bool PerChannel, BitSide Side, float[] Values, float[] Thresholds)> cases =
            from channels in Gen.Int[0, Tails.Length - 1].Select(i => Tails[i])
            from rows in Gen.Int[0, 4]
            from perChannel in Gen.Bool
            from side in Gen.Enum<BitSide>()
            from values in value.Array[rows * channels]
            from thresholds in value.Array[perChannel ? channels : 1]
            select (channels, perChannel, side, values, thresholds);
        cases.Sample(
            c =>
            {
                uint[] expected = PackOracle(c.Values.Length, c.Channels, (i, channel) =>
                {
                    float t = c.Thresholds[c.PerChannel ? channel : 0];
                    return c.Side == BitSide.Below ? c.Values[i] < t : c.Values[i] > t;
                });
                uint[] actual = new uint[expected.Length];
                Array.Fill(actual, 0xDEADBEEF);
                kernel.Pack(c.Values, c.Channels, c.Thresholds, c.Side, actual);
                Assert.Equal(expected, actual);
            },
            seed: Seed,
            iter: 300);
    }

    [Theory, MemberData(nameof(Rows))]
    public void Int8_packs_by_zero_point_also_outside_its_range(string row)
    {
        BitPackingKernel kernel = CatalogueRows.Find(Kernels.BitPacking.Catalogue, row);
        sbyte[] all = [.. Enumerable.Range(-128, 256).Select(i => (sbyte)i), .. Enumerable.Range(-128, 4).Select(i => (sbyte)i)];
        foreach (int channels in (int[])[1, 2, 4, 5, 10, 13, 20, 26, 52, 65, 130, 260])
        {
            for (int zeroPoint = -131; zeroPoint <= 131; zeroPoint++)
            {
                int zero = zeroPoint;
                uint[] expected = PackOracle(all.Length, channels, (i, _) => all[i] < zero);
                uint[] actual = new uint[expected.Length];
                kernel.Pack(all, channels, zeroPoint, actual);
                Assert.Equal(expected, actual);
            }
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void Booleans_pack_true_as_plus_one(string row)
    {
        BitPackingKernel kernel = CatalogueRows.Find(Kernels.BitPacking.Catalogue, row);
        foreach (int channels in Tails)
        {
            byte[] values = new byte[3 * channels];
            new Random(channels).NextBytes(values);
            for (int i = 0; i < values.Length; i += 2)
                values[i] = 0;
            uint[] expected = PackOracle(values.Length, channels, (i, _) => values[i] == 0);
            uint[] actual = new uint[expected.Length];
            kernel.PackBooleans(values, channels, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void Unpacking_gives_the_two_values_and_packing_gives_the_words_back(string row)
    {
        BitPackingKernel kernel = CatalogueRows.Find(Kernels.BitPacking.Catalogue, row);
        foreach (int channels in Tails)
        {
            uint[] words = Bits.Random(new Random(channels), 3, channels);
            int perRow = Bits.Words(channels);
            float[] floats = new float[3 * channels];
            kernel.Unpack(words, channels, 1f, -1f, floats);
            byte[] bytes = new byte[3 * channels];
            kernel.Unpack(words, channels, 7, 249, bytes);
            for (int i = 0; i < floats.Length; i++)
            {
                int expected = Bits.At(words.AsSpan(i / channels * perRow, perRow), i % channels);
                Assert.Equal(expected, floats[i]);
                Assert.Equal(7 * expected, (sbyte)bytes[i]);
            }
            uint[] again = new uint[words.Length];
            kernel.Pack(floats, channels, [BitThreshold.Larq], BitSide.Below, again);
            Assert.Equal(words, again);
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void No_byte_outside_the_operands_is_touched_at_any_alignment(string row)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "needs mmap");
        BitPackingKernel kernel = CatalogueRows.Find(Kernels.BitPacking.Catalogue, row);
        foreach (int channels in (int[])[1, 31, 32, 33, 65, 96])
        {
            foreach (bool atEnd in (bool[])[false, true])
            {
                for (int shift = 0; shift < 64; shift++)
                {
                    int rows = 2;
                    using GuardedMemory values = Place(rows * channels * sizeof(float), shift, atEnd);
                    using GuardedMemory bytes = Place(rows * channels, shift, atEnd);
                    using GuardedMemory words = Place(rows * Bits.Words(channels) * sizeof(uint), shift, atEnd);
                    Span<float> v = Inner<float>(values, rows * channels, shift, atEnd);
                    Span<byte> b = Inner<byte>(bytes, rows * channels, shift, atEnd);
                    Span<uint> w = Inner<uint>(words, rows * Bits.Words(channels), shift, atEnd);
                    v[^1] = -1;
                    kernel.Pack(v, channels, [0f], BitSide.Below, w);
                    Assert.Equal(1u << ((channels - 1) % 32), w[^1]);
                    kernel.Unpack(w, channels, 1f, -1f, v);
                    Assert.Equal(-1, v[^1]);
                    kernel.Unpack(w, channels, 1, 0, b);
                    Assert.Equal(0, b[^1]);
                    kernel.PackBooleans(b, channels, w);
                    Assert.Equal(1u << ((channels - 1) % 32), w[^1]);
                }
            }
        }
    }

    [Fact]
    public void Lengths_that_are_no_rows_are_refused()
    {
        BitPackingKernel kernel = Kernels.BitPacking.Catalogue.Pick();
        Assert.Throws<ArgumentException>(() => kernel.Pack(new float[33], 32, [0f], BitSide.Below, new uint[2]));
        Assert.Throws<ArgumentException>(() => kernel.Pack(new float[32], 32, [0f, 1f], BitSide.Below, new uint[1]));
        Assert.Throws<ArgumentException>(() => kernel.Unpack(new uint[1], 33, 1f, -1f, new float[33]));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.PackBooleans([], 0, []));
    }

    [Fact]
    public void Clearing_padding_keeps_channels_and_nothing_else()
    {
        for (int channels = 1; channels <= 70; channels++)
        {
            uint[] words = new uint[3 * Bits.Words(channels)];
            Array.Fill(words, uint.MaxValue);
            Assert.Equal(channels % 32 != 0, WordMasking.HasDirtyPadding(words, channels));
            uint[] masked = new uint[words.Length];
            WordMasking.CopyMasked(words, channels, masked);
            Assert.Equal(PackOracle(3 * channels, channels, (_, _) => true), masked);
            Assert.False(WordMasking.HasDirtyPadding(masked, channels));
        }
    }

    private static GuardedMemory Place(int sizeInBytes, int shift, bool atEnd) =>
        atEnd ? GuardedMemory.AtEnd(sizeInBytes + shift) : GuardedMemory.AtStart(sizeInBytes + shift);

    // The operand lies at a distance of shift bytes from the guard page, so shift 0 touches it.
    private static Span<T> Inner<T>(GuardedMemory memory, int count, int shift, bool atEnd)
        where T : unmanaged
    {
        int size = count * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(memory.AsSpan<byte>().Slice(atEnd ? 0 : shift, size));
    }

    private static uint[] PackOracle(int values, int channels, Func<int, int, bool> isMinusOne)
    {
        int words = Bits.Words(channels);
        uint[] packed = new uint[values / channels * words];
        for (int i = 0; i < values; i++)
        {
            if (isMinusOne(i, i % channels))
                Bits.SetMinusOne(packed.AsSpan(i / channels * words, words), i % channels);
        }
        return packed;
    }
}
