using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Layers;

/// <summary>The windows of an image, without padding, as rows: pixel of the output by taps and channels.</summary>
internal readonly record struct LocalPatches(int Height, int Width, int Channels, Size2D Kernel, Size2D Strides)
{
    public int OutHeight => Windows.OutputSize(Height, Kernel.Height, Strides.Height, 1, Padding.Valid);

    public int OutWidth => Windows.OutputSize(Width, Kernel.Width, Strides.Width, 1, Padding.Valid);

    /// <summary>Number of windows.</summary>
    public int Count => OutHeight * OutWidth;

    /// <summary>Elements of a window.</summary>
    public int Length => Kernel.Height * Kernel.Width * Channels;

    /// <summary>[batch, windows, 1, filters]: each window times its matrix of <paramref name="kernel"/> [windows, elements, filters].</summary>
    public Value Multiply(Graph graph, Value x, Value kernel)
    {
        Value flat = graph.Reshape(x, Extent.Of(x, 0), Height * Width * Channels);
        Value indices = graph.Emit(Literal.Of<int>([Count, 1, Length], Indices()));
        return graph.Emit(new BatchMatMul(), graph.Emit(new Gather { Axis = 1 }, flat, indices), kernel);
    }

    // Rows are output pixels, columns taps and channels: where each lies in the flattened image.
    private int[] Indices()
    {
        LocalPatches p = this;
        return
        [
            .. from y in Enumerable.Range(0, p.OutHeight)
               from x in Enumerable.Range(0, p.OutWidth)
               from i in Enumerable.Range(0, p.Kernel.Height)
               from j in Enumerable.Range(0, p.Kernel.Width)
               from c in Enumerable.Range(0, p.Channels)
               let row = (y * p.Strides.Height) + i
               let column = (x * p.Strides.Width) + j
               select (((row * p.Width) + column) * p.Channels) + c,
        ];
    }
}
