using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>
/// 2D convolution of int8 images: out = requantize(bias[o] + Σ (in − inputZeroPoint)·filter[o, ky, kx, i]); padding counts as the zero point.
/// A dense layer is the 1x1 convolution of a batch of 1x1 images.
/// </summary>
/// <remarks>Sums are exact below 2³¹ (any depth up to 65,000) and wrap beyond; every row gives the same bits.</remarks>
public abstract class Int8ConvolutionKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>All implementations, the preferred first.</summary>
    public static KernelFamily<Int8ConvolutionKernel> Catalogue { get; } = new(
        "int8-convolution",
        new Int8ConvolutionKernel<Pairs512, Vector512<int>>("Avx512Pmaddwd6x64", CpuFeatures.Avx512),
        new Int8ConvolutionKernel<Pairs256Vnni, Vector256<int>>("AvxVnniVpdpwssd6x16", CpuFeatures.Avx2 | CpuFeatures.AvxVnni),
        new Int8ConvolutionKernel<Pairs256, Vector256<int>>("Avx2Pmaddwd6x16", CpuFeatures.Avx2),
        new Int8ConvolutionKernel<Pairs128, Vector128<int>>("Portable6x8", CpuFeatures.None));

    /// <summary>Packs the filters [OutputChannels, FilterHeight, FilterWidth, InputChannels / Groups], whose zero point is 0.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="filter">As long as the shape says.</param>
    /// <param name="bias">One value per output channel, or empty for 0.</param>
    /// <param name="inputZeroPoint">In [−128, 127].</param>
    /// <param name="requantization">One factor per output channel.</param>
    /// <exception cref="ArgumentException">The shape is inconsistent, a span's length is not the shape's, or the zero point is no int8.</exception>
    public abstract PackedInt8Convolution Pack(
        ConvolutionShape shape, ReadOnlySpan<sbyte> filter, ReadOnlySpan<int> bias, int inputZeroPoint, Requantization requantization);

    /// <summary>Computes the work items [begin, end); ranges that do not overlap may run at the same time.</summary>
    /// <param name="packed">Weights packed by this kernel.</param>
    /// <param name="input">NHWC, as long as the shape says.</param>
    /// <param name="output">NHWC, must not overlap the input.</param>
    /// <param name="scratch">At least <see cref="PackedInt8Convolution.ScratchBytes"/>, one per concurrent call.</param>
    /// <param name="begin">First work item.</param>
    /// <param name="end">End of the work items, at most <see cref="PackedInt8Convolution.WorkItems"/>.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shape says, the range is outside the work items, or the weights were packed by another kernel.</exception>
    public abstract void Run(PackedInt8Convolution packed, ReadOnlySpan<sbyte> input, Span<sbyte> output, Span<byte> scratch, int begin, int end);
}

/// <summary>Filters of an int8 convolution in the layout of one kernel; immutable, so threads may share it.</summary>
public sealed class PackedInt8Convolution
{
    // Patches of a block that stay in the second cache while all panels read them.
    private const int MaxPatchBytes = 1 << 17, ItemsThatDivideWell = 16;

    private readonly AlignedBuffer bias;

    internal PackedInt8Convolution(
        Int8ConvolutionKernel kernel, ConvolutionShape shape, PackedPanels<int> weights, ReadOnlySpan<int> bias, int zeroPoint, Requantization requantization)
    {
        Kernel = kernel;
        Shape = shape;
        Weights = weights;
        ZeroPoint = (short)zeroPoint;
        Requantization = requantization;
        this.bias = weights.PerOutput(bias, 0);
        // Where pairs of channels do not cross the ends of a row, windows can be read out of padded rows.
        Padded = shape.GroupInputs % 2 == 0 ? PaddedRows.InsteadOfWindows(shape) : null;
        int pairs;
        if (Padded is { } padded)
        {
            (RunLength, Runs) = (padded.RunLength / 2, [.. padded.Runs.Select(run => run / 2)]);
            BlockPixels = shape.Window.OutputWidth;
            Blocks = shape.Window.Batch * shape.Window.OutputHeight;
            pairs = padded.Length / 2;
        }
        else
        {
            (RunLength, Runs) = (weights.Depth, [0]);
            int tiles = (shape.Window.OutputPixels + TileRows.Count - 1) / TileRows.Count, fits = MaxPatchBytes / (TileRows.Count * weights.Depth * sizeof(int));
            int divides = (int)Math.Min((long)tiles * weights.Panels / ItemsThatDivideWell, TileRows.Most / TileRows.Count);
            BlockPixels = TileRows.Count * Math.Max(1, Math.Min(fits, divides));
            Blocks = (shape.Window.OutputPixels + BlockPixels - 1) / BlockPixels;
            pairs = checked(BlockPixels * weights.Depth);
        }
        PairsLength = pairs;
        WorkItems = checked(Blocks * weights.Panels);
        ScratchBytes = checked((pairs + (Math.Min(BlockPixels, TileRows.Most) * weights.Width)) * sizeof(int));
    }

    /// <summary>The kernel that packed the filters and runs them.</summary>
    public Int8ConvolutionKernel Kernel { get; }

    /// <summary>The shape.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>Equal pieces into which the convolution may be divided.</summary>
    public int WorkItems { get; }

    /// <summary>Bytes of scratch that each concurrent call needs.</summary>
    public int ScratchBytes { get; }

    /// <summary>Pairs of 16-bit weights: the step k holds the depths 2k and 2k + 1.</summary>
    internal PackedPanels<int> Weights { get; }

    internal short ZeroPoint { get; }

    internal Requantization Requantization { get; }

    /// <summary>Where the padded rows are copied; null where windows are gathered one by one.</summary>
    internal PaddedRows? Padded { get; }

    /// <summary>Pairs of a block's inputs: padded rows, or windows.</summary>
    internal int PairsLength { get; }

    /// <summary>Where a window reads adjacent pairs, relative to its first one.</summary>
    internal int[] Runs { get; }

    internal int RunLength { get; }

    /// <summary>Output pixels whose inputs are gathered together: a row, or whole tiles.</summary>
    internal int BlockPixels { get; }

    internal int Blocks { get; }

    internal ref int Bias(int panel) => ref bias.AsSpan<int>()[panel * Weights.Width];
}
