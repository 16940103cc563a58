using System.Runtime.InteropServices;
using OneBit.Tensors;

namespace OneBit.IR.Tests.Cases;

/// <summary>Values for the inputs of a graph, by seed: ordinary ones, ones full of edges (signed zeros, NaN, infinities, subnormals, thresholds), and small integers, which tie and cancel.</summary>
internal static class CaseInputs
{
    /// <summary>The kinds of values.</summary>
    public enum Kind
    {
        /// <summary>Uniform.</summary>
        Ordinary,

        /// <summary>About half are edges.</summary>
        Edges,

        /// <summary>From −8 to 8.</summary>
        Integers,
    }

    // The bound of binary quantizers is −2⁻¹²⁶; those of clamps are 0, ±1 and 6.
    private static readonly float[] Edges =
    [
        0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon,
        1.17549435e-38f, -1.17549435e-38f, MathF.BitDecrement(1.17549435e-38f), -MathF.BitDecrement(1.17549435e-38f), MathF.BitIncrement(1.17549435e-38f),
        1f, -1f, 6f, MathF.BitIncrement(1f), MathF.BitDecrement(-1f), MathF.BitIncrement(6f), MathF.BitDecrement(6f), 0.5f, -0.5f, 1e-20f, 1e20f,
    ];

    /// <summary>Each kind once, and edges as often as it takes for each of them to meet small inputs a few times.</summary>
    public static IEnumerable<(Kind Kind, int Round)> Rounds(Graph graph)
    {
        long elements = Math.Max(1, graph.Inputs.Sum(input => input.Type.Shape.Aggregate(1L, (product, d) => product * Math.Max(1, d))));
        return [(Kind.Ordinary, 0), (Kind.Integers, 1), .. Enumerable.Range(2, (int)Math.Clamp(512 / elements, 1, 128)).Select(round => (Kind.Edges, round))];
    }

    /// <summary>One literal per input; dimensions that are not known are 2. With <paramref name="onlyNumbers"/> NaN and subnormals are 0; with <paramref name="limit"/> nothing is larger.</summary>
    public static IReadOnlyList<Literal> For(Graph graph, Kind kind, int seed, bool onlyNumbers = false, float limit = float.PositiveInfinity, IReadOnlyList<float>? thresholds = null)
    {
        var random = new Random(seed);
        float[] edges = [.. Edges.Concat(thresholds ?? []).Select(edge => Math.Clamp(edge, -limit, limit))];
        return [.. graph.Inputs.Select(input => Literal(input.Type, kind, edges, random, onlyNumbers))];
    }

    /// <summary>The small constants of graphs, each with its neighbours: what a rule may get wrong by one float.</summary>
    public static IReadOnlyList<float> Thresholds(params IReadOnlyList<Graph> graphs) =>
    [
        .. graphs.SelectMany(graph => graph.Nodes)
            .Select(node => (node.Op as Constant)?.Value)
            .Where(literal => literal is { Type: { Element: DType.Float32, Shape.ElementCount: <= 64 } })
            .SelectMany(literal => literal!.Values<float>().ToArray())
            .Distinct()
            .SelectMany(value => new[] { value, MathF.BitDecrement(value), MathF.BitIncrement(value) }),
    ];

    private static Literal Literal(TensorType declared, Kind kind, float[] edges, Random random, bool onlyNumbers)
    {
        TensorType type = declared with { Shape = Shape.Create([.. declared.Shape.Select(d => d == Shape.Unknown ? 2 : d)]) };
        var bytes = new byte[type.SizeInBytes];
        switch (type.Element)
        {
            case DType.Float32:
                Fill<float>(bytes, () => Real(kind, edges, random) is var x && onlyNumbers && (float.IsNaN(x) || float.IsSubnormal(x)) ? 0 : x);
                break;
            case DType.Float64:
                Fill<double>(bytes, () => Real(kind, edges, random));
                break;
            case DType.Float16:
                Fill<Half>(bytes, () => (Half)Real(kind, edges, random));
                break;
            case DType.Int32:
                Fill<int>(bytes, () => Whole(kind, random));
                break;
            case DType.Int64:
                Fill<long>(bytes, () => Whole(kind, random));
                break;
            case DType.Bool:
                Fill<byte>(bytes, () => (byte)random.Next(2));
                break;
            default:
                random.NextBytes(bytes);
                break;
        }
        if (type.Element == DType.Bits)
            ClearPadding(MemoryMarshal.Cast<byte, uint>(bytes.AsSpan()), type.Shape);
        return new Literal(type, bytes);
    }

    private static float Real(Kind kind, float[] edges, Random random) => kind switch
    {
        Kind.Integers => random.Next(-8, 9),
        Kind.Edges when random.Next(2) == 0 => edges[random.Next(edges.Length)],
        _ => (random.NextSingle() * 16) - 8,
    };

    private static int Whole(Kind kind, Random random) => kind switch
    {
        Kind.Integers => random.Next(-8, 9),
        Kind.Edges when random.Next(2) == 0 => random.Next(2) == 0 ? int.MinValue : int.MaxValue,
        _ => random.Next(int.MinValue, int.MaxValue),
    };

    private static void Fill<T>(byte[] bytes, Func<T> next)
        where T : unmanaged
    {
        foreach (ref T value in MemoryMarshal.Cast<byte, T>(bytes.AsSpan()))
            value = next();
    }

    private static void ClearPadding(Span<uint> words, Shape shape)
    {
        int wordsPerRow = BitLayout.Words(shape[^1]);
        for (int last = wordsPerRow - 1; last < words.Length; last += wordsPerRow)
            words[last] &= BitLayout.TailMask(shape[^1]);
    }
}
