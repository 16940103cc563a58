using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Conformance.Reference;

/// <summary>Transposition goes tile by tile; these sizes end within a tile, at its edge, and have dimensions of 1.</summary>
public sealed class TransposeTests
{
    [Theory]
    [InlineData(new[] { 3, 2, 17, 33 }, new[] { 3, 0, 1, 2 })]
    [InlineData(new[] { 3, 3, 1, 16 }, new[] { 3, 0, 1, 2 })]
    [InlineData(new[] { 1, 1, 32, 1 }, new[] { 3, 0, 1, 2 })]
    [InlineData(new[] { 2, 5, 31 }, new[] { 2, 1, 0 })]
    [InlineData(new[] { 2, 31, 5 }, new[] { 0, 2, 1 })]
    [InlineData(new[] { 2, 3, 40 }, new[] { 1, 0, 2 })]
    [InlineData(new[] { 40 }, new[] { 0 })]
    public void Every_element_goes_to_its_place(int[] dimensions, int[] permutation)
    {
        Shape shape = [.. dimensions];
        int[] strides = new int[shape.Rank];
        for (int d = shape.Rank - 1, stride = 1; d >= 0; stride *= shape[d--])
            strides[d] = stride;
        int[] values = [.. Enumerable.Range(0, (int)shape.ElementCount)];

        Literal result = Evaluation.Of(new Transpose(), Literal.Of<int>(shape, values), Literal.Vector<int>(permutation));

        Assert.Equal([.. permutation.Select(p => shape[p])], result.Type.Shape);
        IEnumerable<int> expected = [0];
        foreach (int p in permutation)
            expected = [.. expected.SelectMany(at => Enumerable.Range(0, shape[p]).Select(i => at + (i * strides[p])))];
        Assert.Equal(expected, result.Values<int>().ToArray());
    }
}
