using CsCheck;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.Convolution;

/// <summary>Output forms, each against the definition written out for one element: the whole transform (F4), Larq's floats (F5), packed bits (F6), int8.</summary>
public sealed class BinaryOutputTests
{
    private const string Seed = "0N0XIzNsQ0O2";
    private const int Iterations = 100;

    public static TheoryData<string> Rows => CatalogueRows.Names(BinaryConvolution.Catalogue);

    [Theory, MemberData(nameof(Rows))]
    public void Larq_float_output_is_reproduced_bit_for_bit(string row) => ForAll(row, (kernel, run) =>
    {
        var random = new Random(run.Case.Seed);
        int channels = run.Case.Shape.OutputChannels;
        int depth = run.Case.Shape.Depth;
        float[] multiplier = OutputOracle.Values(random, channels);
        float[] bias = OutputOracle.Values(random, channels);
        (int low, int high) = random.Next(3) switch { 0 => (0, int.MaxValue), 1 => (-1, 1), _ => (int.MinValue, int.MaxValue) };
        float[] actual = new float[run.Dots.Length];
        run.Float(kernel, OutputTransform.Larq(depth, multiplier, bias, low, high), actual);
        for (int i = 0; i < actual.Length; i++)
        {
            int c = i % channels;
            int x = Math.Clamp(depth - run.Dots[i], depth - Math.Min(high, depth), depth - Math.Max(low, -depth));
            float shift = (float)(bias[c] + (depth * (double)multiplier[c]));
            float product = x * -multiplier[c];
            float expected = product + shift;
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(actual[i]));
        }
    });

    [Theory, MemberData(nameof(Rows))]
    public void Larq_float_output_corrects_zero_padding_behind_the_transform(string row) => ForAll(row, (kernel, run) =>
    {
        BinaryConvolutionShape shape = run.Case.Shape with { Padding = BinaryPadding.Zero };
        var zero = new BinaryRun(run.Case with { Shape = shape });
        int[] ones = new BinaryRun(run.Case with { Shape = shape with { Padding = BinaryPadding.One } }).Dots;
        var random = new Random(run.Case.Seed);
        float[] multiplier = Finite(random, shape.OutputChannels), bias = Finite(random, shape.OutputChannels);
        float[] actual = new float[zero.Dots.Length];
        zero.Float(kernel, OutputTransform.Larq(shape.Depth, multiplier, bias, correctsBehind: true), actual);
        for (int i = 0; i < actual.Length; i++)
        {
            int c = i % shape.OutputChannels;
            float product = (shape.Depth - ones[i]) * -multiplier[c];
            float y = product + (float)(bias[c] + (shape.Depth * (double)multiplier[c]));
            // The border's taps are the difference of the two dots.
            float correction = -multiplier[c] * (ones[i] - zero.Dots[i]);
            float expected = y + correction;
            Assert.Equal(expected, actual[i]);
        }
    });

    [Fact]
    public void A_correction_behind_the_transform_is_refused_where_it_is_not_defined()
    {
        float[] one = [1];
        Assert.Throws<ArgumentException>(() => OutputTransform.Larq(9, one, one, low: 0, correctsBehind: true).Validate(1));
        Assert.Throws<ArgumentException>(() => new OutputTransform { CorrectsBehind = true, Multiplier = one }.Validate(1));
    }

    [Theory, MemberData(nameof(Rows))]
    public void The_whole_transform_rounds_each_step(string row) => ForAll(row, (kernel, run) =>
    {
        var random = new Random(run.Case.Seed);
        int channels = run.Case.Shape.OutputChannels;
        // An even sum: d has the parity of K unless padding is zero.
        OutputTransform t = OutputOracle.RandomTransform(random, channels, run.Case.Shape.Depth % 2, mayHalve: run.Case.Shape.Padding != BinaryPadding.Zero);
        float[] actual = new float[run.Dots.Length];
        run.Float(kernel, t, actual);
        for (int i = 0; i < actual.Length; i++)
            Assert.Equal(BitConverter.SingleToInt32Bits(OutputOracle.Transform(t, run.Dots[i], i % channels)), BitConverter.SingleToInt32Bits(actual[i]));
    });

    [Theory, MemberData(nameof(Rows))]
    public void Int8_output_rounds_ties_as_asked_and_saturates(string row) => ForAll(row, (kernel, run) =>
    {
        var random = new Random(run.Case.Seed);
        int channels = run.Case.Shape.OutputChannels;
        // Halves and quarters: ties are common; a NaN and an infinity now and then.
        float[] multiplier = [.. Enumerable.Range(0, channels).Select(_ => random.Next(30) switch { 0 => float.NaN, 1 => float.PositiveInfinity, int n => (n - 15) / 4f })];
        var t = new OutputTransform { Multiplier = multiplier };
        var form = new Int8Output(random.Next(2) == 0 ? 1 : 0.5f, random.Next(-128, 128), random.Next(2) == 0 ? TieRounding.ToEven : TieRounding.AwayFromZero);
        sbyte[] actual = new sbyte[run.Dots.Length];
        run.Int8(kernel, t, form, actual);
        for (int i = 0; i < actual.Length; i++)
        {
            double x = run.Dots[i] * multiplier[i % channels] / form.Scale;
            double rounded = form.Ties == TieRounding.ToEven ? Math.Round(x, MidpointRounding.ToEven) : Math.Sign(double.IsNaN(x) ? 0 : x) * Math.Floor(Math.Abs(x) + 0.5);
            double expected = double.IsNaN(x) ? form.ZeroPoint : Math.Clamp(rounded + form.ZeroPoint, -128, 127);
            Assert.Equal(expected, actual[i]);
        }
    });

    [Theory, MemberData(nameof(Rows))]
    public void Packed_output_is_minus_one_only_above_the_accumulator_threshold(string row) => ForAll(row, (kernel, run) =>
    {
        var random = new Random(run.Case.Seed);
        BinaryConvolutionShape shape = run.Case.Shape;
        int channels = shape.OutputChannels;
        // Near the middle, so that ties are common; the ends of int32 now and then.
        int[] thresholds = [.. Enumerable.Range(0, channels).Select(_ => random.Next(8) switch
        {
            0 => int.MinValue,
            1 => int.MaxValue,
            2 => -1,
            3 => shape.Depth,
            _ => (shape.Depth / 2) + random.Next(-2, 3),
        })];
        uint[] actual = new uint[shape.OutputPixels * shape.OutputWords];
        Array.Fill(actual, 0xDEADBEEF);
        run.Packed(kernel, BitOutput.FromAccumulatorThresholds(shape.Depth, thresholds), actual);
        // accum > threshold in halves, since zero padding can make K − d odd.
        Assert.Equal(PackedOracle(run, channels, (i, o) => shape.Depth - run.Dots[i] > 2L * thresholds[o]), actual);

        int[] below = [.. thresholds.Select(_ => random.Next(-3, 4))];
        uint[] flips = Bits.Random(random, 1, channels);
        run.Packed(kernel, BitOutput.FromDotThresholds(below, flips), actual);
        Assert.Equal(PackedOracle(run, channels, (i, o) => run.Dots[i] < below[o] != Bits.At(flips, o) < 0), actual);
    });

    [Theory, MemberData(nameof(Rows))]
    public void A_residual_is_added_clamped_and_its_signs_are_packed(string row) => ForAll(row, (kernel, run) =>
    {
        var random = new Random(run.Case.Seed);
        BinaryConvolutionShape shape = run.Case.Shape;
        int channels = shape.OutputChannels;
        var transform = new OutputTransform { Multiplier = OutputOracle.Values(random, channels), Shift = OutputOracle.Values(random, channels) };
        ResidualOutput form = random.Next(3) switch { 0 => ResidualOutput.Unclamped, 1 => new(0, float.PositiveInfinity), _ => new(-1, 1) };
        // Sums of zero, of either sign, and of the smallest numbers are common.
        float[] residual = [.. run.Dots.Select((dot, i) => random.Next(4) switch { 0 => -OutputOracle.Transform(transform, dot, i % channels), 1 => -1.17549435e-38f, 2 => float.NaN, _ => (random.NextSingle() - 0.5f) * 40 })];
        bool adds = random.Next(4) != 0, packs = random.Next(4) != 0;
        float[] actual = new float[run.Dots.Length];
        uint[] signs = new uint[packs ? shape.OutputPixels * shape.OutputWords : 0];
        Array.Fill(signs, 0xDEADBEEF);
        run.Residual(kernel, transform, form, adds ? residual : [], actual, signs);
        for (int i = 0; i < actual.Length; i++)
        {
            float y = OutputOracle.Transform(transform, run.Dots[i], i % channels);
            if (adds)
                y += residual[i];
            float expected = !adds || float.IsNaN(y) ? y : y < form.Low ? form.Low : y > form.High ? form.High : y;
            Assert.Equal(expected, actual[i]);
        }
        if (packs)
            Assert.Equal(PackedOracle(run, channels, (i, _) => actual[i] <= -1.17549435e-38f), signs);
    });

    private static void ForAll(string row, Action<BinaryConvolutionKernel, BinaryRun> check)
    {
        BinaryConvolutionKernel kernel = CatalogueRows.Find(BinaryConvolution.Catalogue, row);
        BinaryConvolutionCase.For(kernel).Sample(@case => check(kernel, new BinaryRun(@case)), seed: Seed, iter: Iterations);
    }

    private static float[] Finite(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * 20)];

    private static uint[] PackedOracle(BinaryRun run, int channels, Func<int, int, bool> isMinusOne)
    {
        int words = Bits.Words(channels);
        uint[] packed = new uint[run.Dots.Length / channels * words];
        for (int i = 0; i < run.Dots.Length; i++)
        {
            if (isMinusOne(i, i % channels))
                Bits.SetMinusOne(packed.AsSpan(i / channels * words, words), i % channels);
        }
        return packed;
    }
}
