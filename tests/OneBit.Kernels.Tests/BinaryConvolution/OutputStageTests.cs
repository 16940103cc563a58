using System.Runtime.Intrinsics;
using CsCheck;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.Convolution;

/// <summary>Output stages by themselves, on runs of any width, each element against its definition to the last bit.</summary>
public sealed class OutputStageTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    private static readonly float[] Odd = [0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, -1.17549435e-38f];

    [Fact]
    public void Floats_are_those_of_the_definition() => ForAll((run, random) =>
    {
        OutputTransform t = Transform(run, random);
        float[] output = new float[run.Length];
        new FloatStage(t, run.Total, output).Store(run.Dots(), run.Pixel);
        run.Each((at, dot, c) => Same(OutputOracle.Transform(t, dot, c), output[at]));
    });

    [Fact]
    public void Vectors_of_both_widths_give_the_same_bits() => ForAll((run, random) =>
    {
        OutputTransform t = Transform(run, random);
        var form = new ResidualOutput(Pick(random), Pick(random));
        float[] narrow = new float[run.Length], wide = new float[run.Length], residual = Values(random, run.Length);
        uint[] narrowSigns = new uint[run.Words], wideSigns = new uint[run.Words];
        TransformTable table = t.Table(run.Total);
        int words = Bits.Words(run.Total);
        // The target's first element is the run's.
        TransformArithmetic.Run<TransformLanes256, Vector256<int>, Vector256<float>, ResidualTarget<ClampedAddend, LarqSigns>>(
            table, run.Dots(), new(form, ref residual[0], ref narrow[0], run.Total, ref narrowSigns[0], words));
        TransformArithmetic.Run<TransformLanes512, Vector512<int>, Vector512<float>, ResidualTarget<ClampedAddend, LarqSigns>>(
            table, run.Dots(), new(form, ref residual[0], ref wide[0], run.Total, ref wideSigns[0], words));
        for (int i = 0; i < narrow.Length; i++)
            Same(narrow[i], wide[i]);
        Assert.Equal(narrowSigns, wideSigns);
    });

    [Fact]
    public void A_residual_is_added_and_clamped_by_comparison_and_the_signs_are_of_what_is_stored() => ForAll((run, random) =>
    {
        OutputTransform t = Transform(run, random);
        ResidualOutput form = random.Next(4) switch { 0 => ResidualOutput.Unclamped, 1 => new(0, float.PositiveInfinity), 2 => new(-1, 1), _ => new(Pick(random), Pick(random)) };
        float[] residual = Values(random, run.Length), output = new float[run.Length];
        uint[] signs = new uint[run.Words];
        Array.Fill(signs, 0xDEADBEEF);
        bool adds = random.Next(4) != 0, packs = random.Next(4) != 0;
        run.Each((at, dot, c) => residual[at] = random.Next(3) == 0 ? -OutputOracle.Transform(t, dot, c) : residual[at]);
        new ResidualStage(t, form, run.Total, adds ? residual : [], output, packs ? signs : []).Store(run.Dots(), run.Pixel);
        uint[] expectedSigns = new uint[run.Words];
        Array.Fill(expectedSigns, 0xDEADBEEF);
        run.EachWord(word => expectedSigns[word] = packs ? 0 : 0xDEADBEEF);
        run.Each((at, dot, c) =>
        {
            float y = OutputOracle.Transform(t, dot, c);
            if (adds)
            {
                y += residual[at];
                y = y < form.Low ? form.Low : y;
                y = y > form.High ? form.High : y;
            }
            Same(y, output[at]);
            if (packs && y <= -1.17549435e-38f)
                expectedSigns[run.Word(at, c)] |= 1u << (c % 32);
        });
        Assert.Equal(expectedSigns, signs);
    });

    [Fact]
    public void Int8_rounds_and_saturates() => ForAll((run, random) =>
    {
        OutputTransform t = Transform(run, random);
        var form = new Int8Output(random.Next(2) == 0 ? 1 : 0.75f, random.Next(-128, 128), random.Next(2) == 0 ? TieRounding.ToEven : TieRounding.AwayFromZero);
        sbyte[] output = new sbyte[run.Length];
        new Int8Stage(t, form, run.Total, output).Store(run.Dots(), run.Pixel);
        run.Each((at, dot, c) =>
        {
            float x = OutputOracle.Transform(t, dot, c) / form.Scale;
            double rounded = Math.Round((double)x, form.Ties == TieRounding.ToEven ? MidpointRounding.ToEven : MidpointRounding.AwayFromZero);
            Assert.Equal((sbyte)Math.Clamp((double.IsNaN(rounded) ? 0 : rounded) + form.ZeroPoint, -128, 127), output[at]);
        });
    });

    [Theory]
    [InlineData(TieRounding.ToEven)]
    [InlineData(TieRounding.AwayFromZero)]
    public void Int8_rounds_what_is_next_to_a_half(TieRounding ties)
    {
        float[] values = [.. Enumerable.Range(-130, 260).SelectMany(n => new[] { n + 0.5f, MathF.BitIncrement(n + 0.5f), MathF.BitDecrement(n + 0.5f), n, MathF.BitDecrement(n), MathF.BitIncrement(n) })];
        var t = new OutputTransform { Multiplier = new float[values.Length], Shift = values };
        sbyte[] output = new sbyte[values.Length];
        var dots = new OutputDots { Values = new int[values.Length], Stride = values.Length, Pixels = 1, Channel = 0, Channels = values.Length };
        new Int8Stage(t, new Int8Output(1, 0, ties), values.Length, output).Store(dots, 0);
        MidpointRounding midpoint = ties == TieRounding.ToEven ? MidpointRounding.ToEven : MidpointRounding.AwayFromZero;
        Assert.Equal(values.Select(x => (sbyte)Math.Clamp(Math.Round((double)x, midpoint), -128, 127)), output);
    }

    [Fact]
    public void Bits_are_those_of_the_bounds() => ForAll((run, random) =>
    {
        int[] below = [.. Enumerable.Range(0, run.Total).Select(_ => random.Next(9) == 0 ? int.MinValue : random.Next(-3, 4))];
        int[] above = [.. Enumerable.Range(0, run.Total).Select(_ => random.Next(9) == 0 ? int.MaxValue : random.Next(-3, 4))];
        uint[] flips = Bits.Random(random, 1, run.Total), output = new uint[run.Words], expected = new uint[run.Words];
        int kind = random.Next(3);
        BitOutput form = kind switch { 0 => BitOutput.FromDotBands(below, above), 1 => BitOutput.FromDotThresholds(below, flips), _ => BitOutput.FromDotThresholds(below) };
        Array.Fill(output, 0xDEADBEEF);
        Array.Fill(expected, 0xDEADBEEF);
        run.EachWord(word => expected[word] = 0);
        new BitStage(form, Bits.Words(run.Total), output).Store(run.Dots(), run.Pixel);
        run.Each((at, dot, c) =>
        {
            bool bit = dot < below[c] || (kind == 0 && dot > above[c]);
            if (bit != (kind == 1 && Bits.At(flips, c) < 0))
                expected[run.Word(at, c)] |= 1u << (c % 32);
        });
        Assert.Equal(expected, output);
    });

    private static void ForAll(Action<Run, Random> check) =>
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 5], Gen.Int[0, 2], Gen.Int[0, 1 << 20]).Sample(
            (channels, pixels, wordsBefore, seed) => check(new Run(channels, pixels, wordsBefore, new Random(seed)), new Random(seed + 1)),
            seed: Seed,
            iter: 1000,
            threads: 1);

    // The forms that have a loop of their own, and any other.
    private static OutputTransform Transform(Run run, Random random)
    {
        OutputTransform t = OutputOracle.RandomTransform(random, run.Total, parity: 0, mayHalve: true);
        float[] multiplier = t.Multiplier ?? Values(random, run.Total), shift = t.Shift ?? Values(random, run.Total);
        return random.Next(7) switch
        {
            0 => OutputTransform.Larq(64, multiplier, shift),
            1 => OutputTransform.Larq(64, multiplier, shift, 0),
            2 => new OutputTransform { Multiplier = multiplier, InnerLow = Values(random, run.Total), High = Values(random, run.Total) },
            3 => new OutputTransform { Shift = shift, Low = new float[run.Total] },
            4 => new OutputTransform { Negate = true, Halve = true, Offset = 6, Multiplier = multiplier, Shift = shift },
            _ => t,
        };
    }

    private static float Pick(Random random) => random.Next(2) == 0 ? Odd[random.Next(Odd.Length)] : random.Next(-3, 4);

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Pick(random))];

    // Which of two NaN a sum keeps is the compiler's choice.
    private static void Same(float expected, float actual)
    {
        if (!float.IsNaN(expected) || !float.IsNaN(actual))
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(actual));
    }

    /// <summary>Dots of some channels of a wider output, and where they go.</summary>
    private sealed class Run
    {
        private readonly int first;
        private readonly int channels;
        private readonly int pixels;
        private readonly int stride;
        private readonly int[] dots;

        public Run(int channels, int pixels, int wordsBefore, Random random)
        {
            this.channels = channels;
            this.pixels = pixels;
            first = 32 * wordsBefore;
            // Only the last run of a pixel ends within a word.
            Total = first + channels + (channels % 32 == 0 ? random.Next(3) * 16 : 0);
            Pixel = random.Next(3);
            stride = channels + random.Next(40);
            dots = [.. Enumerable.Range(0, pixels * stride).Select(_ => random.Next(3) == 0 ? 0 : 2 * random.Next(-150, 150))];
        }

        public int Total { get; }

        public int Pixel { get; }

        public int Length => (Pixel + pixels) * Total;

        public int Words => (Pixel + pixels) * Bits.Words(Total);

        public OutputDots Dots() => new() { Values = (int[])dots.Clone(), Stride = stride, Pixels = pixels, Channel = first, Channels = channels };

        public int Word(int at, int channel) => (at / Total * Bits.Words(Total)) + (channel / 32);

        public void Each(Action<int, int, int> element)
        {
            for (int i = 0; i < pixels * channels; i++)
            {
                int pixel = i / channels, c = i % channels;
                element(((Pixel + pixel) * Total) + first + c, dots[(pixel * stride) + c], first + c);
            }
        }

        public void EachWord(Action<int> word)
        {
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                for (int c = 0; c < channels; c += 32)
                    word(Word((Pixel + pixel) * Total, first + c));
            }
        }
    }
}
