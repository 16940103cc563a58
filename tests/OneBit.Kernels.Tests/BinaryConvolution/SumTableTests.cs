using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.Convolution;

public sealed class SumTableTests
{
    [Fact]
    public void Groups_of_six_bits_count_what_they_were_made_of()
    {
        var random = new Random(1);
        for (int channels = 1; channels <= 600; channels += channels < 70 ? 1 : 37)
        {
            var groups = new SixBitGroups(channels);
            for (int trial = 0; trial < 20; trial++)
            {
                byte[] x = Tap(groups), w = Tap(groups);
                int ones = Enumerable.Range(0, groups.Channels).Sum(i => BitOperations.PopCount((uint)(x[i] ^ w[i])));
                groups.Derive(x);
                groups.Derive(w);
                int entries = x.Zip(w).Sum(pair => Entry(pair.First, pair.Second));
                Assert.Equal(ones, (2 * entries) + SixBitGroups.Parities(x) - SixBitGroups.Parities(w));
                Assert.All(Enumerable.Range(0, groups.Count), i => Assert.InRange(x[i] & SixBitGroups.Mask, 0, (1 << groups.BitsOf(i)) - 1));
            }

            byte[] Tap(SixBitGroups groups)
            {
                byte[] tap = new byte[groups.Count];
                for (int i = 0; i < channels; i++)
                    tap[i / 8] |= (byte)(random.Next(2) << (i % 8));
                return tap;
            }
        }
    }

    [Fact]
    public void Planes_derive_what_single_taps_do()
    {
        RequireAvx2();
        const int length = 64;
        var random = new Random(2);
        // More groups than a byte counts, among them.
        foreach (int channels in (int[])[3, 8, 32, 70, 300, 2000])
        {
            var groups = new SixBitGroups(channels);
            byte[] planes = new byte[groups.Count * length];
            ushort[] parities = new ushort[length];
            random.NextBytes(planes);
            byte[][] taps = [.. Enumerable.Range(0, length).Select(at => Tap(planes, groups, at))];
            groups.Derive(planes, length);
            groups.Parities(planes, length, parities);
            for (int at = 0; at < length; at++)
            {
                groups.Derive(taps[at]);
                Assert.Equal(taps[at], Tap(planes, groups, at));
                Assert.Equal(SixBitGroups.Parities(taps[at]), parities[at]);
            }
        }

        static byte[] Tap(byte[] planes, SixBitGroups groups, int at) => [.. Enumerable.Range(0, groups.Count).Select(i => planes[(i * length) + at])];
    }

    [Fact]
    public void Entries_are_halves_of_counts()
    {
        RequireAvx2();
        const int entry = 96;
        for (int bits = 1; bits <= SixBitGroups.Bits; bits++)
        {
            // All pairs of values, in both nibbles.
            for (int first = 0; first < 1 << bits; first += 32)
            {
                int mask = (1 << bits) - 1;
                byte[] low = [.. Enumerable.Range(first, 32).Select(i => (byte)(i & mask))], high = [.. low.Select(x => (byte)((x * 5 + 3) & mask))];
                byte[] table = new byte[SumTables.Entries * entry];
                SumTables.Build(Vector256.Create(low), Vector256.Create(high), bits, ref table[0], entry);
                for (int e = 0; e < 1 << bits; e++)
                {
                    for (int i = 0; i < 32; i++)
                        Assert.Equal(Entry(low[i], e) | (Entry(high[i], e) << 4), table[(e * entry) + i]);
                }
            }
        }
    }

    // The sums of all nibbles reach their bound of 255, with every number of batches up to it.
    [Fact]
    public void Sums_of_the_largest_entries_are_exact()
    {
        RequireAvx2();
        byte[] table = new byte[128], parities = new byte[256];
        Array.Fill(table, (byte)0x33, 0, 64);
        MemoryMarshal.Cast<byte, ushort>(parities.AsSpan()).Fill(7);
        for (int entries = 1; entries <= 85; entries++)
        {
            byte[] sums = new byte[256], counts = new byte[512];
            SumTablePass.Add<Two>(Run(entries, new SumForm(Fresh: true, Keeps: false, First: true, Last: false)));
            Assert.Equal(Enumerable.Repeat((ushort)(3 * entries), 256), Counts());
            SumTablePass.Add<Two>(Run(entries, new SumForm(Fresh: true, Keeps: false, First: false, Last: true)));
            Assert.Equal(Enumerable.Repeat((ushort)((12 * entries) + 7), 256), Counts());
            // Sums that are kept, and reach the bound in a second pass.
            SumTablePass.Add<One>(Run(entries, new SumForm(Fresh: true, Keeps: true, First: false, Last: false)));
            Assert.Equal(Enumerable.Repeat((ushort)((12 * entries) + 7), 256), Counts());
            SumTablePass.Add<One>(Run(85 - entries, new SumForm(Fresh: false, Keeps: false, First: true, Last: true)));
            Assert.Equal(Enumerable.Repeat((ushort)((6 * 85) + 7), 128), Counts()[..128]);

            SumTableRun Run(int count, SumForm form)
            {
                // Zeros behind the entries, as the lists of a pass have them.
                int length = Math.Max(4, (count + 3) / 4 * 4);
                ushort[] list = [.. Enumerable.Range(0, length).Select(i => (ushort)(i < count ? 0 : 64))];
                return new(ref table[0], ref parities[0])
                {
                    TableDistance = 32,
                    Offsets = (ushort[])[.. list, .. list],
                    Length = length,
                    Channels = 2,
                    Sums = sums,
                    SumDistance = 2 * SumTablePass.SumBytes,
                    Counts = counts,
                    CountDistance = 2 * SumTablePass.CountBytes,
                    Form = form,
                };
            }

            ushort[] Counts() => MemoryMarshal.Cast<byte, ushort>(counts).ToArray();
        }
    }

    private static int Entry(int x, int e) =>
        (BitOperations.PopCount((uint)(x ^ e) & SixBitGroups.Mask) - (BitOperations.PopCount((uint)x & SixBitGroups.Mask) & 1) + 1) >> 1;

    // Many small images and few large channels, wide rows, deep filters: layouts that random small shapes do not reach.
    [Theory]
    [InlineData(1, 40, 64, 37, 3, 1, 1, 1)]
    [InlineData(2, 9, 100, 70, 3, 2, 1, 1)]
    [InlineData(1, 14, 256, 40, 3, 1, 1, 1)]
    [InlineData(1, 7, 520, 1100, 3, 1, 1, 1)]
    [InlineData(3, 12, 33, 64, 1, 1, 1, 0)]
    [InlineData(1, 30, 8, 33, 11, 1, 1, 5)]
    [InlineData(1, 4, 3640, 33, 3, 1, 1, 1)]
    [InlineData(1, 64, 40, 32, 5, 1, 2, 4)]
    [InlineData(1, 33, 192, 96, 3, 2, 1, 0)]
    public void Large_shapes_equal_the_plain_sum(int batch, int size, int channels, int outputs, int filter, int stride, int dilation, int pad)
    {
        var kernel = CatalogueRows.Find(BinaryConvolution.Catalogue, "Avx2SumTables");
        int reach = ((filter - 1) * dilation) + 1, output = ((size + (2 * pad) - reach) / stride) + 1;
        foreach (BinaryPadding padding in Enum.GetValues<BinaryPadding>())
        {
            var shape = new BinaryConvolutionShape
            {
                Batch = batch,
                InputHeight = size,
                InputWidth = size,
                InputChannels = channels,
                OutputHeight = output,
                OutputWidth = output,
                OutputChannels = outputs,
                FilterHeight = filter,
                FilterWidth = filter,
                StrideHeight = stride,
                StrideWidth = stride,
                DilationHeight = dilation,
                DilationWidth = dilation,
                PadTop = pad,
                PadLeft = pad,
                Padding = padding,
            };
            Assert.True(kernel.Applies(shape));
            var @case = new BinaryConvolutionCase(shape, 7);
            uint[] input = @case.Input(), weights = @case.Filter();
            PackedBinaryFilter packed = kernel.Pack(shape, weights), plain = BinaryConvolution.Catalogue.Rows[^1].Pack(shape, weights);
            float[] actual = new float[shape.OutputPixels * outputs], expected = new float[actual.Length];
            // In two ranges, as two threads would.
            int middle = packed.WorkItems / 2;
            kernel.Run(packed, input, OutputTransform.Identity, actual, 0, middle, new byte[packed.ScratchBytes]);
            kernel.Run(packed, input, OutputTransform.Identity, actual, middle, packed.WorkItems, new byte[packed.ScratchBytes]);
            BinaryConvolution.Catalogue.Rows[^1].Run(plain, input, OutputTransform.Identity, expected, 0, plain.WorkItems, new byte[plain.ScratchBytes]);
            Assert.Equal(expected, actual);
        }
    }

    // The depths of channels, K and twice the weights' parities, are kept modulo 2¹⁶ and pass that here.
    [Fact]
    public void Extreme_sums_of_the_deepest_filters_are_exact()
    {
        var kernel = CatalogueRows.Find(BinaryConvolution.Catalogue, "Avx2SumTables");
        var shape = new BinaryConvolutionShape { InputHeight = 4, InputWidth = 4, InputChannels = 3640, OutputHeight = 4, OutputWidth = 4, OutputChannels = 9, FilterHeight = 3, FilterWidth = 3, PadTop = 1, PadLeft = 1, Padding = BinaryPadding.MinusOne };
        Assert.False(kernel.Applies(shape with { InputChannels = 3641 }));
        var @case = new BinaryConvolutionCase(shape, 5);
        uint[] same = @case.Input(), filter = @case.Filter();
        // All bits, and one of six, whose parities are all odd.
        foreach (uint bits in (uint[])[0, uint.MaxValue, 0x20820820])
        {
            for (int i = 0; i < same.Length; i++)
                same[i] = bits & Tail(i);
            foreach (uint weights in (uint[])[bits, ~bits])
            {
                for (int i = 0; i < filter.Length; i++)
                    filter[i] = weights & Tail(i);
                PackedBinaryFilter packed = kernel.Pack(shape, filter), plain = BinaryConvolution.Catalogue.Rows[^1].Pack(shape, filter);
                float[] actual = new float[shape.OutputPixels * shape.OutputChannels], expected = new float[actual.Length];
                kernel.Run(packed, same, OutputTransform.Identity, actual, 0, packed.WorkItems, new byte[packed.ScratchBytes]);
                BinaryConvolution.Catalogue.Rows[^1].Run(plain, same, OutputTransform.Identity, expected, 0, plain.WorkItems, new byte[plain.ScratchBytes]);
                Assert.Equal(expected, actual);
            }
        }

        uint Tail(int word) => (word % shape.InputWords) == shape.InputWords - 1 ? uint.MaxValue >> (32 - (shape.InputChannels % 32)) : uint.MaxValue;
    }

    private static void RequireAvx2() => Assert.SkipUnless(Cpu.Has(CpuFeatures.Avx2), "this CPU lacks Avx2");
}
