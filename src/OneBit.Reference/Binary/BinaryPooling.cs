using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>The maximum of ±1 over windows: y = AND of the bits of the window; padding takes no part.</summary>
internal static class BinaryPooling
{
    /// <summary>Computes it, word by word.</summary>
    public static Literal Evaluate(BinaryMaxPool2D op, Call call)
    {
        (Shape x, Shape y) = (call[0].Type.StoredShape, call.Type.StoredShape);
        var rows = Window.Of(x[1], op.Filter.Height, op.Stride.Height, 1, op.Padding);
        var columns = Window.Of(x[2], op.Filter.Width, op.Stride.Width, 1, op.Padding);
        uint[] words = call[0].Values<uint>().ToArray(), result = Elements.New<uint>(call.Type);
        int[] at = new int[4];
        for (int i = 0; i < result.Length; i++, Indices.Advance(at, y))
        {
            result[i] = uint.MaxValue;
            for (int u = 0; u < rows.Taps; u++)
            {
                int row = rows[at[1], u];
                for (int v = 0; v < columns.Taps && row >= 0; v++)
                {
                    int column = columns[at[2], v];
                    if (column >= 0)
                        result[i] &= words[(((((at[0] * x[1]) + row) * x[2]) + column) * x[3]) + at[3]];
                }
            }
        }
        return Literal.Of<uint>(call.Type, result);
    }
}
