using CsCheck;
using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.FloatElementwise;

public sealed class FloatUnaryTests
{
    private static readonly float[] Edges =
    [
        0f, -0f, 0.5f, -0.5f, 1.5f, -1.5f, 2.5f, -2.5f, 3f, -3f, 6f, 6.5f, 0.625f, -0.625f, 1e-4f, 1e-38f, float.Epsilon, -float.Epsilon, 88f, -88f, 89f, -89f, 100f, -100f,
        -104f, 1e30f, -1e30f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    public static TheoryData<string> Rows => CatalogueRows.Names(FloatUnaryKernel.Catalogue);

    [Theory, MemberData(nameof(Rows))]
    public void Every_function_matches_its_definition_at_the_edges_and_between(string row)
    {
        FloatUnaryKernel kernel = CatalogueRows.Find(FloatUnaryKernel.Catalogue, row);
        var values = new List<float>(Edges);
        for (float x = -20; x < 20; x += 0.0137f)
            values.Add(x);
        foreach (FloatUnaryKind kind in Enum.GetValues<FloatUnaryKind>())
        {
            float[] input = [.. values], output = new float[values.Count];
            kernel.Run(kind, input, output, 0.25f);
            for (int i = 0; i < input.Length; i++)
                AssertClose(kind, input[i], Definition(kind, input[i], 0.25), output[i]);
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void Every_length_stays_inside_its_operands_and_tails_have_the_same_bits(string row)
    {
        FloatUnaryKernel kernel = CatalogueRows.Find(FloatUnaryKernel.Catalogue, row);
        float[] all = FloatInputs.Uniform(70, 5);
        foreach (FloatUnaryKind kind in Enum.GetValues<FloatUnaryKind>())
        {
            var whole = new float[70];
            kernel.Run(kind, all, whole, 0.25f);
            for (int length = 0; length < 70; length += kind == FloatUnaryKind.Exp ? 1 : 7)
            {
                using var operand = GuardedMemory.Of<float>(all.AsSpan(0, length), atEnd: length % 2 == 0);
                kernel.Run(kind, operand.AsSpan<float>(), operand.AsSpan<float>(), 0.25f);
                Assert.Equal(whole.AsSpan(0, length), operand.AsSpan<float>());
            }
        }
    }

    [Fact]
    public void Operands_that_overlap_or_differ_in_length_are_refused()
    {
        FloatUnaryKernel kernel = FloatUnaryKernel.Catalogue.Pick();
        var memory = new float[10];
        Assert.Throws<ArgumentException>(() => kernel.Run(FloatUnaryKind.Abs, memory.AsSpan(0, 9), memory.AsSpan(1, 9)));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run(FloatUnaryKind.Abs, memory.AsSpan(0, 9), memory));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Run((FloatUnaryKind)99, memory, memory));
    }

    private static void AssertClose(FloatUnaryKind kind, float x, double expected, float actual)
    {
        if (double.IsNaN(expected) || double.IsInfinity((float)expected))
        {
            Assert.True(actual.Equals((float)expected), $"{kind}({x}): expected {expected}, got {actual}");
            return;
        }
        bool exact = kind is not (FloatUnaryKind.Exp or FloatUnaryKind.Tanh or FloatUnaryKind.Logistic or FloatUnaryKind.Elu or FloatUnaryKind.GeluTanh
            or FloatUnaryKind.HardSwish or FloatUnaryKind.Rsqrt);
        // 1e-45 and 3e-39: results among the subnormals lose their last bits.
        double tolerance = exact ? 0 : kind is FloatUnaryKind.Elu or FloatUnaryKind.GeluTanh ? 2e-6 + 2e-6 * Math.Abs(expected) : 1e-6 * Math.Abs(expected) + 3e-39;
        double rounded = exact ? (float)expected : expected;
        Assert.True(Math.Abs(actual - rounded) <= tolerance, $"{kind}({x}): expected {expected}, got {actual}");
    }

    private static double Definition(FloatUnaryKind kind, double x, double slope) => kind switch
    {
        FloatUnaryKind.Abs => Math.Abs(x),
        FloatUnaryKind.Neg => -x,
        FloatUnaryKind.Exp => Math.Exp(x),
        FloatUnaryKind.Sqrt => Math.Sqrt(x),
        FloatUnaryKind.Rsqrt => 1 / Math.Sqrt(x),
        FloatUnaryKind.Square => x * x,
        FloatUnaryKind.Tanh => Math.Tanh(x),
        FloatUnaryKind.Logistic => 1 / (1 + Math.Exp(-x)),
        FloatUnaryKind.Relu => Math.Max(x, 0),
        FloatUnaryKind.Relu6 => Math.Min(Math.Max(x, 0), 6),
        FloatUnaryKind.ReluN1To1 => Math.Min(Math.Max(x, -1), 1),
        FloatUnaryKind.LeakyRelu => x < 0 ? x * slope : x,
        FloatUnaryKind.HardSwish => double.IsNegativeInfinity(x) ? double.NaN : x > 1e38 ? float.PositiveInfinity : x * Math.Min(Math.Max(x + 3, 0), 6) / 6,
        FloatUnaryKind.Elu => x < 0 ? Math.Exp(x) - 1 : x,
        FloatUnaryKind.GeluTanh => double.IsNegativeInfinity(x) ? double.NaN : 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
        FloatUnaryKind.Floor => Math.Floor(x),
        FloatUnaryKind.Ceil => Math.Ceiling(x),
        FloatUnaryKind.Round => Math.Round(x, MidpointRounding.ToEven),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
