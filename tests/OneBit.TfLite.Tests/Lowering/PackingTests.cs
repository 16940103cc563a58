using OneBit.IR;
using OneBit.Passes;
using OneBit.Tensors;

namespace OneBit.TfLite.Tests;

/// <summary>
/// Bits come out right on every kind of machine that the engine runs on: arithmetic with subnormals and without, packers that compare with zero and packers that read the sign bit.
/// The ops in front of LceQuantize are computed here as such machines do.
/// </summary>
public sealed class PackingTests
{
    private const float Smallest = 1.17549435e-38f;

    private static readonly float SignEdge = MathF.BitIncrement(-Smallest);

    public static TheoryData<float, float> Bounds
    {
        get
        {
            var data = new TheoryData<float, float>();
            foreach (float t in new[] { 0f, -0f, 0.5f, MathF.BitIncrement(0.5f), -3.25f, 1e-36f, -1e-36f, 3 * Smallest, -3 * Smallest, Smallest, -Smallest, SignEdge, 1e-30f, float.MaxValue, 1.5f * Smallest, 1.9721523e-31f })
            {
                data.Add(t, float.PositiveInfinity);
                data.Add(float.NegativeInfinity, MathF.BitDecrement(t));
                data.Add(t, Math.Max(t, 1) + 1);
            }
            data.Add(float.NegativeInfinity, float.PositiveInfinity);
            data.Add(float.PositiveInfinity, float.NegativeInfinity);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Bounds))]
    public void A_bit_is_right_on_every_machine(float least, float most)
    {
        Value difference = Lower(least, most);
        foreach (float x in Inputs(least, most))
        {
            bool isLower = !(x >= least && x <= most);
            foreach (bool flushes in new[] { false, true })
            {
                float z = Compute(difference, x, flushes);
                Assert.True(z < 0 == isLower, $"{x:R} in [{least:R}, {most:R}], flushing {flushes}: {z:R}");
                if (difference.Producer is not null && !float.IsNaN(z)) // signs of x itself are packed as the engine packs them
                    Assert.True(float.IsNegative(z) == isLower, $"the sign of {x:R} in [{least:R}, {most:R}], flushing {flushes}: {z:R}");
            }
        }
    }

    // Subnormals are zero to machines that flush, and edges at zero are defined for these.
    private static IEnumerable<float> Inputs(float least, float most)
    {
        float[] edges = [0f, -0f, Smallest, -Smallest, 1, -1, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, least, most];
        return edges.SelectMany(x => new[] { x, MathF.BitIncrement(x), MathF.BitDecrement(x) }).Where(x => x == 0 || !float.IsSubnormal(x));
    }

    private static Value Lower(float least, float most)
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [1]), "x");
        Value bits = graph.Emit(new PackLevels(), x, graph.Emit(Literal.Scalar(least)), graph.Emit(Literal.Scalar(most)));
        graph.SetOutputs(bits);
        PassRunner.Run(graph, [LowerToLce.Pass]);
        return graph.Outputs[0].Producer!.Operands[0]!;
    }

    private static float Compute(Value value, float x, bool flushes)
    {
        float result = value switch
        {
            (Binary { Kind: BinaryKind.Sub }, [{ } a, { } b]) => Compute(a, x, flushes) - Compute(b, x, flushes),
            (Binary { Kind: BinaryKind.Mul }, [{ } a, { } b]) => Compute(a, x, flushes) * Compute(b, x, flushes),
            (Binary { Kind: BinaryKind.Minimum }, [{ } a, { } b]) => Smaller(Compute(a, x, flushes), Compute(b, x, flushes)),
            (Constant k, []) => k.Value.Values<float>()[0],
            _ => x,
        };
        return flushes && float.IsSubnormal(result) ? MathF.CopySign(0, result) : result;
    }

    private static float Smaller(float a, float b) => a < b ? a : b;
}
