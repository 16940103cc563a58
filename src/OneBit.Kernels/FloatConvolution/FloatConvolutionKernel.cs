namespace OneBit.Kernels;

/// <summary>
/// 2D convolution of float32 images: out[n, y, x, o] = clamp(bias[o] + Σ in[n, y·s − p + ky·d, …, i]·filter[o, ky, kx, i]); padding counts as 0.
/// </summary>
/// <remarks>
/// Sums are taken in the order ky, kx, i, with fused multiply-add where the CPU has it, and without elsewhere; results agree with the exact sum to 1e-5 of Σ|terms|.
/// So the rows that one CPU runs agree to the last bit.
/// </remarks>
public abstract class FloatConvolutionKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>All implementations, the preferred first.</summary>
    public static KernelFamily<FloatConvolutionKernel> Catalogue { get; } = new(
        "float-convolution",
        new FloatConvolutionKernel<Float512, System.Runtime.Intrinsics.Vector512<float>>("Avx512Fma6x64", CpuFeatures.Avx512),
        new FloatConvolutionKernel<Float256, System.Runtime.Intrinsics.Vector256<float>>("Avx2Fma6x16", CpuFeatures.Avx2),
        new FloatConvolutionKernel<Float128, System.Runtime.Intrinsics.Vector128<float>>("Portable6x8", CpuFeatures.None));

    /// <summary>The row called <paramref name="chosen"/> where there is one that runs here, or else that with which the shape is expected to take the fewest cycles.</summary>
    public static FloatConvolutionKernel Pick(ConvolutionShape shape, string? chosen = null) => Catalogue.Pick(cost: row => row.EstimateCycles(shape), chosen: chosen);

    /// <summary>About how many core cycles the shape takes in one thread: a model to choose by.</summary>
    public abstract double EstimateCycles(ConvolutionShape shape);

    /// <summary>Packs the filters [OutputChannels, FilterHeight, FilterWidth, InputChannels / Groups] for this kernel.</summary>
    /// <exception cref="ArgumentException">The shape is inconsistent, or a span's length is not the shape's.</exception>
    public abstract PackedFloatConvolution Pack(ConvolutionShape shape, ReadOnlySpan<float> filter, FloatEdges edges);

    /// <summary>Computes the work items [begin, end); ranges that do not overlap may run at the same time.</summary>
    /// <param name="packed">Weights packed by this kernel.</param>
    /// <param name="input">NHWC, as long as the shape says.</param>
    /// <param name="output">NHWC, must not overlap the input.</param>
    /// <param name="scratch">At least <see cref="PackedFloatConvolution.ScratchBytes"/>, one per concurrent call.</param>
    /// <param name="begin">First work item.</param>
    /// <param name="end">End of the work items, at most <see cref="PackedFloatConvolution.WorkItems"/>.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shape says, the range is outside the work items, or the weights were packed by another kernel.</exception>
    public abstract void Run(PackedFloatConvolution packed, ReadOnlySpan<float> input, Span<float> output, Span<byte> scratch, int begin, int end);
}

/// <summary>Filters of a float32 convolution in the layout of one kernel; immutable, so threads may share it.</summary>
public sealed class PackedFloatConvolution
{
    // Inputs that stay in the second cache while all panels read them.
    private const double BlockBytes = 1 << 18;

    internal PackedFloatConvolution(FloatConvolutionKernel kernel, ConvolutionShape shape, FloatPanels panels)
    {
        Kernel = kernel;
        Shape = shape;
        Panels = panels;
        Tiles = (shape.Window.OutputPixels + TileRows.Count - 1) / TileRows.Count;
        double tileBytes = Math.Max(1, (double)shape.InputLength * sizeof(float) / Math.Max(1, Tiles));
        BlockTiles = (int)Math.Clamp(BlockBytes / tileBytes, TileRows.Most / TileRows.Count, Math.Max(Tiles, TileRows.Most / TileRows.Count));
        Padded = PaddedRows.For(shape, panels.Weights.GroupPanels);
        CopiedLength = Padded?.Length ?? TileRows.Count * shape.Depth;
        WorkItems = checked((Padded is null ? Tiles : shape.Window.Batch * shape.Window.OutputHeight) * panels.Weights.Panels);
        ScratchBytes = checked((panels.TileLength + CopiedLength) * sizeof(float));
        Runs = InputRuns.Of(shape, out int runLength);
        RunLength = runLength;
    }

    /// <summary>The kernel that packed the filters and runs them.</summary>
    public FloatConvolutionKernel Kernel { get; }

    /// <summary>The shape.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>Equal pieces into which the convolution may be divided.</summary>
    public int WorkItems { get; }

    /// <summary>Bytes of scratch that each concurrent call needs.</summary>
    public int ScratchBytes { get; }

    internal FloatPanels Panels { get; }

    /// <summary>Where the padded rows are copied; null where windows are read in place.</summary>
    internal PaddedRows? Padded { get; }

    /// <summary>Elements of the padded rows, or of a tile of windows on the border.</summary>
    internal int CopiedLength { get; }

    /// <summary>Tiles of output pixels.</summary>
    internal int Tiles { get; }

    /// <summary>Tiles that all panels take before the next ones.</summary>
    internal int BlockTiles { get; }

    /// <summary>Where a window inside the image reads adjacent elements, relative to its first element.</summary>
    internal int[] Runs { get; }

    internal int RunLength { get; }
}
