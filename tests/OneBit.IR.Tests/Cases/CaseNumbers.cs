using OneBit.Passes;
using OneBit.Reference;
using OneBit.Tensors;

namespace OneBit.IR.Tests.Cases;

/// <summary>Compares what two graphs compute, by the reference executor.</summary>
internal static class CaseNumbers
{
    // What rounds is compared relative to its result: larger inputs that cancel would hide it.
    private const float LargestRounded = 1e4f;

    /// <summary>Null where the outputs agree on all kinds of inputs as <paramref name="promise"/> says, else a sentence on the first difference.</summary>
    public static string? Difference(Graph before, Graph after, Promise promise, float tolerance, int seed)
    {
        IReadOnlyList<float> thresholds = CaseInputs.Thresholds(before, after);
        foreach ((CaseInputs.Kind kind, int round) in CaseInputs.Rounds(before))
        {
            IReadOnlyList<Literal> inputs = CaseInputs.For(before, kind, seed + round, promise == Promise.Numbers, promise == Promise.Rounding ? LargestRounded : float.PositiveInfinity, thresholds);
            IReadOnlyList<Literal> expected = ReferenceExecutor.Run(before, inputs), actual = ReferenceExecutor.Run(after, inputs);
            if (expected.Count != actual.Count)
                return $"{expected.Count} outputs became {actual.Count}";
            for (int i = 0; i < expected.Count; i++)
            {
                if (Difference(expected[i], actual[i], promise, tolerance) is { } difference)
                    return $"output {i}, {kind} inputs of seed {seed + round}: {difference}";
            }
        }
        return null;
    }

    private static string? Difference(Literal expected, Literal actual, Promise promise, float tolerance)
    {
        if (expected.Type != actual.Type)
            return $"{expected.Type} became {actual.Type}";
        return expected.Type.Element switch
        {
            DType.Float32 => First<float>(expected, actual, Agreement(promise, tolerance)),
            DType.Float64 => First<double>(expected, actual, (x, y) => BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y) || (double.IsNaN(x) && double.IsNaN(y))),
            DType.Int8 when promise == Promise.Rounding => First<sbyte>(expected, actual, (x, y) => Math.Abs(x - y) <= 1),
            _ => expected.ContentEquals(actual) ? null : "bytes differ",
        };
    }

    private static Func<float, float, bool> Agreement(Promise promise, float tolerance) => promise switch
    {
        Promise.Exact => SameFloat,
        Promise.Numbers => (x, y) => Flushed(x) == Flushed(y) || (float.IsNaN(x) && float.IsNaN(y)),
        _ => (x, y) => Near(x, y, tolerance),
    };

    private static bool SameFloat(float x, float y) => BitConverter.SingleToInt32Bits(x) == BitConverter.SingleToInt32Bits(y) || (float.IsNaN(x) && float.IsNaN(y));

    // What rounds may also overflow or cancel elsewhere: only finite results are compared.
    private static bool Near(float x, float y, float tolerance) => !float.IsFinite(x) || MathF.Abs(x - y) <= tolerance * MathF.Max(1, MathF.Abs(x));

    private static string? First<T>(Literal expected, Literal actual, Func<T, T, bool> agree)
        where T : unmanaged
    {
        ReadOnlySpan<T> x = expected.Values<T>(), y = actual.Values<T>();
        for (int i = 0; i < x.Length; i++)
        {
            if (!agree(x[i], y[i]))
                return $"element {i} was {x[i]:R} and is {y[i]:R}";
        }
        return null;
    }

    private static float Flushed(float x) => float.IsSubnormal(x) ? 0 : x;
}
