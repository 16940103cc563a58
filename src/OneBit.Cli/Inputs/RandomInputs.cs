using System.Runtime.InteropServices;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Cli.Inputs;

/// <summary>
/// Inputs out of a seeded generator: floats normal, 8- and 16-bit integers over their whole range, words of bits uniform.
/// Other integers are small where an op computes with them and 0 where they may be indices, axes or shapes, so that every model accepts them.
/// </summary>
internal static class RandomInputs
{
    private const int Small = 8;

    private static readonly int[] OpenSizes = [16, 32, 64, 128, 256];

    /// <summary>One array per input of <paramref name="session"/>; unknown dimensions are <paramref name="open"/>, but for an unknown batch, which is 1.</summary>
    public static Literal[] For(Session session, int seed, int open = 1) => For(session, session, seed, open);

    /// <summary>As for <paramref name="session"/>, with what its model leaves open as that of <paramref name="other"/> has it.</summary>
    public static Literal[] For(Session session, Session other, int seed, int open = 1)
    {
        var random = new Random(seed);
        IReadOnlyList<TensorInfo> inputs = session.Inputs;
        return [.. inputs.Zip(other.Inputs).Select((pair, i) => Of(pair.First with { Shape = Completed(pair.First.Shape, pair.Second.Shape) }, session.Model.Graph.Inputs[i], random, open))];
    }

    /// <summary>For unknown dimensions the smallest size that shows borders and inner pixels alike and that the model of <paramref name="session"/> takes; 1 where all are known.</summary>
    public static int OpenSize(Session session)
    {
        if (session.Inputs.All(input => input.Shape.IsStatic))
            return 1;
        foreach (int size in OpenSizes)
        {
            try
            {
                session.Run(For(session, seed: 0, size));
                return size;
            }
            catch (ModelFormatException)
            {
                // Too small for its windows, or no multiple of what it is cut into; a larger one may do.
            }
        }
        return OpenSizes[^1];
    }

    private static Shape Completed(Shape shape, Shape other) => Shape.Create([.. shape.Zip(other, (d, e) => d == Shape.Unknown ? e : d)]);

    private static Literal Of(TensorInfo input, Value value, Random random, int open)
    {
        Shape shape = Shape.Create([.. input.Shape.Select((d, i) => d != Shape.Unknown ? d : i == 0 ? 1 : open)]);
        var type = new TensorType(input.Element, shape, input.Quantization);
        long size = type.SizeInBytes;
        if (size > Array.MaxLength)
            throw new InputException($"input {input} has {size} bytes; at most 2 GiB can be made up");
        byte[] bytes = new byte[size];
        switch (type.Element)
        {
            case DType.Float32:
                foreach (ref float x in MemoryMarshal.Cast<byte, float>(bytes.AsSpan()))
                    x = (float)Normal(random);
                break;
            case DType.Float16:
                foreach (ref Half x in MemoryMarshal.Cast<byte, Half>(bytes.AsSpan()))
                    x = (Half)Normal(random);
                break;
            case DType.Float64:
                foreach (ref double x in MemoryMarshal.Cast<byte, double>(bytes.AsSpan()))
                    x = Normal(random);
                break;
            case DType.Bool:
                foreach (ref byte x in bytes.AsSpan())
                    x = (byte)random.Next(2);
                break;
            case DType.Int8 or DType.UInt8 or DType.Int16 or DType.UInt16 or DType.Bits:
                random.NextBytes(bytes);
                break;
            case DType.Int32 when value.Users.Any(u => u.Op is WordsToBits):
                random.NextBytes(bytes);
                break;
            case DType.Int32 when IsComputedWith(value):
                foreach (ref int x in MemoryMarshal.Cast<byte, int>(bytes.AsSpan()))
                    x = random.Next(Small);
                break;
            case DType.Int64 when IsComputedWith(value):
                foreach (ref long x in MemoryMarshal.Cast<byte, long>(bytes.AsSpan()))
                    x = random.Next(Small);
                break;
        }
        return new Literal(type, bytes);
    }

    /// <summary>Operand 0 is what an op works on; indices, axes and shapes come after it.</summary>
    private static bool IsComputedWith(Value value) =>
        value.Users.All(user => ReferenceEquals(user.Operands[0], value) && user.Operands.Skip(1).All(o => !ReferenceEquals(o, value)) && user.Op is not Fill);

    /// <summary>Box and Muller's transform.</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
