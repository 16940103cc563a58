using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime.Tests;

/// <summary>Random literals.</summary>
internal sealed class Values(int seed)
{
    private readonly Random random = new(seed);

    public Literal Floats(Shape shape) => Literal.Of<float>(shape, [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (random.NextSingle() * 2) - 1)]);

    public Literal Integers(Shape shape, int largest) =>
        Literal.Of<int>(shape, [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => random.Next(-2, largest + 2))]);

    public Literal Bits(Shape shape)
    {
        var type = new TensorType(DType.Bits, shape);
        uint mask = BitLayout.TailMask(shape[^1]);
        int perRow = BitLayout.Words(shape[^1]);
        uint[] words = [.. Enumerable.Range(0, (int)type.StoredElementCount).Select(i => (uint)random.NextInt64() & (i % perRow == perRow - 1 ? mask : uint.MaxValue))];
        return Literal.Of<uint>(type, words);
    }
}
