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

    private int[] Indices()
    {
        var indices = new int[Count * Length];
        int n = 0;
        for (int y = 0; y < OutHeight; y++)
            for (int x = 0; x < OutWidth; x++)
                for (int i = 0; i < Kernel.Height; i++)
                    for (int j = 0; j < Kernel.Width; j++)
                        for (int c = 0; c < Channels; c++)
                            indices[n++] = (((((y * Strides.Height) + i) * Width) + (x * Strides.Width) + j) * Channels) + c;
        return indices;
    }
}
