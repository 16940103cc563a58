using System.Runtime.InteropServices;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Cli.Conversion;

/// <summary>Floats at which the quantizers of a model change their mind: each edge with its two neighbours, both zeros, ±½ and ±1.</summary>
internal sealed class EdgeValues
{
    private const int MostPerQuantizer = 64;

    private readonly float[] values;

    private EdgeValues(float[] values) => this.values = values;

    /// <summary>Those that every quantizer might have.</summary>
    public static EdgeValues None { get; } = new([0f, -0f, 0.5f, -0.5f, 1, -1]);

    /// <summary>Those of the quantizers in <paramref name="graph"/>.</summary>
    public static EdgeValues Of(Graph graph)
    {
        var found = new SortedSet<float>(None.values);
        foreach (Node node in graph.Nodes.Where(node => node.Op is TwoLevelQuantize or MultiLevelQuantize))
        {
            if (node.Operands[1]?.Constant is not { } edges)
                continue;
            foreach (float edge in edges.Values<float>()[..Math.Min(MostPerQuantizer, (int)edges.Type.Shape.ElementCount)])
            {
                found.Add(edge);
                found.Add(MathF.BitIncrement(edge));
                found.Add(MathF.BitDecrement(edge));
            }
        }
        return new EdgeValues([.. found.Where(float.IsNormal), 0f, -0f]);
    }

    /// <summary>Edges in random order where <paramref name="input"/> is of float32; other inputs stay.</summary>
    public Literal Fill(Literal input, int seed)
    {
        if (input.Type.Element != DType.Float32)
            return input;
        var random = new Random(seed);
        byte[] bytes = new byte[input.Bytes.Length];
        foreach (ref float x in MemoryMarshal.Cast<byte, float>(bytes.AsSpan()))
            x = values[random.Next(values.Length)];
        return new Literal(input.Type, bytes);
    }
}
