using System.Numerics;
using System.Runtime.Intrinsics;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.Convolution;

public sealed class SumTableTests
{
    [Fact]
    public void Lifted_bytes_count_what_they_were_made_of()
    {
        var random = new Random(1);
        for (int channels = 1; channels <= 600; channels += channels < 70 ? 1 : 37)
        {
            var bytes = new LiftedBytes(channels);
            byte[] tap = new byte[bytes.Count];
            for (int trial = 0; trial < 20; trial++)
            {
                Array.Clear(tap);
                for (int i = 0; i < channels; i++)
                    tap[i / 8] |= (byte)(random.Next(2) << (i % 8));
                int ones = tap.Sum(b => BitOperations.PopCount(b));
                bytes.Derive(tap);
                int halves = tap[..bytes.Lifted].Sum(b => BitOperations.PopCount((uint)b & 127) / 2);
                Assert.Equal(ones, (2 * halves) + BitOperations.PopCount(tap[^1]));
                Assert.All(Enumerable.Range(0, bytes.Count), i => Assert.True((tap[i] & 127) < 1 << bytes.Bits(i)));
            }
        }
    }

    [Fact]
    public void Planes_derive_what_single_taps_do()
    {
        RequireAvx2();
        const int length = 64;
        var random = new Random(2);
        foreach (int channels in (int[])[3, 8, 32, 70, 300])
        {
            var bytes = new LiftedBytes(channels);
            byte[] planes = new byte[bytes.Count * length];
            random.NextBytes(planes);
            byte[][] taps = [.. Enumerable.Range(0, length).Select(at => Tap(planes, bytes, at))];
            bytes.Derive(planes, length);
            for (int at = 0; at < length; at++)
            {
                bytes.Derive(taps[at]);
                Assert.Equal(taps[at], Tap(planes, bytes, at));
            }
        }

        static byte[] Tap(byte[] planes, LiftedBytes bytes, int at) => [.. Enumerable.Range(0, bytes.Count).Select(i => planes[(i * length) + at])];
    }

    [Fact]
    public void Entries_are_halves_of_counts()
    {
        RequireAvx2();
        const int entry = 96;
        byte[] low = [.. Enumerable.Range(0, 32).Select(i => (byte)((i * 37) + 5))], high = [.. Enumerable.Range(0, 32).Select(i => (byte)(255 - (i * 11)))];
        byte[] table = new byte[SumTables.Entries * entry];
        SumTables.BuildHalves(Vector256.Create(low), Vector256.Create(high), LiftedBytes.GroupBits, ref table[0], entry);
        for (int e = 0; e < SumTables.Entries; e++)
        {
            for (int i = 0; i < 32; i++)
                Assert.Equal((Ones(low[i], e) / 2) | (Ones(high[i], e) / 2 << 4), table[(e * entry) + i]);
        }
        byte[] small = [.. low.Select(b => (byte)(b & 7))];
        SumTables.BuildWhole(Vector256.Create(small), Vector256.Create(small), ref table[0], entry);
        for (int e = 0; e < 8; e++)
        {
            for (int i = 0; i < 32; i++)
                Assert.Equal(Ones(small[i], e) * 0x11, table[(e * entry) + i]);
        }

        static int Ones(byte x, int e) => BitOperations.PopCount((uint)((x ^ e) & 127));
    }

    // The sums of all nibbles reach their bound of 255, with every number of entries up to it.
    [Fact]
    public void Sums_of_the_largest_entries_are_exact()
    {
        RequireAvx2();
        byte[] table = new byte[128];
        Array.Fill(table, (byte)0x33);
        for (int length = 1; length <= 85; length++)
        {
            ushort[] offsets = new ushort[2 * length];
            byte[][] sums = [new byte[128], new byte[128], new byte[128]], counts = [new byte[256], new byte[256], new byte[256]];
            var form = new SumForm(Fresh: true, Factor: 0);
            SumTablePass.AddOne(ref table[0], offsets, length, sums[0], counts[0], form);
            SumTablePass.AddTwo(ref table[0], 32, offsets, length, sums[1], sums[2], counts[1], counts[2], form);
            Assert.All(counts, count => Assert.Equal(Enumerable.Repeat((ushort)(3 * length), 128), System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(count).ToArray()));
        }
    }

    // Many small images and few large channels, wide rows, deep filters: layouts that random small shapes do not reach.
    [Theory]
    [InlineData(1, 40, 64, 37, 3, 1, 1, 1)]
    [InlineData(2, 9, 100, 70, 3, 2, 1, 1)]
    [InlineData(1, 14, 256, 40, 3, 1, 1, 1)]
    [InlineData(1, 7, 520, 1100, 3, 1, 1, 1)]
    [InlineData(3, 12, 33, 64, 1, 1, 1, 0)]
    [InlineData(1, 30, 8, 33, 11, 1, 1, 5)]
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

    private static void RequireAvx2() => Assert.SkipUnless(Cpu.Has(CpuFeatures.Avx2), "this CPU lacks Avx2");
}
