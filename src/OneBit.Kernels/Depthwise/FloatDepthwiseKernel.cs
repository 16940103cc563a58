using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>
/// Depthwise 2D convolution of float32 images: out[n, y, x, c] = clamp(bias[c] + Σ in[n, y·s − p + ky·d, …, c / multiplier]·filter[ky, kx, c]); padding counts as 0.
/// </summary>
/// <remarks>Sums are taken in the order ky, kx, with or without fused multiply-add; results agree with the exact sum to 1e-5 of Σ|terms|.</remarks>
public abstract class FloatDepthwiseKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>All implementations, the preferred first.</summary>
    public static KernelFamily<FloatDepthwiseKernel> Catalogue { get; } = new(
        "float-depthwise",
        new FloatDepthwiseKernel<Float512, Vector512<float>>("Avx512Fma8Sums", CpuFeatures.Avx512),
        new FloatDepthwiseKernel<Float256, Vector256<float>>("Avx2Fma8Sums", CpuFeatures.Avx2),
        new FloatDepthwiseKernel<Float128, Vector128<float>>("Portable8Sums", CpuFeatures.None));

    /// <summary>Packs the filter [FilterHeight, FilterWidth, inputChannels · multiplier].</summary>
    /// <exception cref="ArgumentException">The shape is inconsistent, or a span's length is not the shape's.</exception>
    public PackedFloatDepthwise Pack(WindowShape window, int inputChannels, int multiplier, ReadOnlySpan<float> filter, FloatEdges edges)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiplier);
        int channels = checked(inputChannels * multiplier);
        window.Validate(inputChannels, channels);
        Require.Exactly(filter.Length, (long)window.Taps * channels);
        edges.Validate(channels);
        return new PackedFloatDepthwise(this, window, inputChannels, multiplier, filter, edges);
    }

    /// <summary>Computes the work items [begin, end), each an output row; ranges that do not overlap may run at the same time.</summary>
    /// <param name="packed">Weights packed by this kernel.</param>
    /// <param name="input">NHWC, as long as the shape says.</param>
    /// <param name="output">NHWC, must not overlap the input.</param>
    /// <param name="begin">First work item.</param>
    /// <param name="end">End of the work items, at most <see cref="PackedFloatDepthwise.WorkItems"/>.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shape says, the range is outside the work items, or the weights were packed by another kernel.</exception>
    public abstract void Run(PackedFloatDepthwise packed, ReadOnlySpan<float> input, Span<float> output, int begin, int end);
}

/// <summary>Filters of a depthwise convolution; immutable, so threads may share it.</summary>
public sealed class PackedFloatDepthwise
{
    private readonly AlignedBuffer weights;
    private readonly AlignedBuffer edges;

    internal PackedFloatDepthwise(
        FloatDepthwiseKernel kernel, WindowShape window, int inputChannels, int multiplier, ReadOnlySpan<float> filter, FloatEdges given)
    {
        Kernel = kernel;
        Window = window;
        InputChannels = inputChannels;
        Multiplier = multiplier;
        weights = new AlignedBuffer(checked(filter.Length * sizeof(float)));
        filter.CopyTo(weights.AsSpan<float>());
        edges = new AlignedBuffer(checked(3 * Channels * sizeof(float)));
        Span<float> all = edges.AsSpan<float>();
        Fill(all[..Channels], given.Bias, 0);
        Fill(all.Slice(Channels, Channels), given.Lower, float.NegativeInfinity);
        Fill(all[(2 * Channels)..], given.Upper, float.PositiveInfinity);
    }

    /// <summary>The kernel that packed the filter and runs it.</summary>
    public FloatDepthwiseKernel Kernel { get; }

    /// <summary>The images and how the filter slides over them.</summary>
    public WindowShape Window { get; }

    /// <summary>Channels of an input pixel.</summary>
    public int InputChannels { get; }

    /// <summary>Output channels per input channel.</summary>
    public int Multiplier { get; }

    /// <summary>Channels of an output pixel.</summary>
    public int Channels => InputChannels * Multiplier;

    /// <summary>Output rows of all images.</summary>
    public int WorkItems => Window.Batch * Window.OutputHeight;

    internal Span<float> Weights => weights.AsSpan<float>();

    internal PanelEdges<float> Edges
    {
        get
        {
            Span<float> all = edges.AsSpan<float>();
            return new(ref all[0], ref all[Channels], ref all[2 * Channels]);
        }
    }

    private static void Fill(Span<float> destination, ReadOnlySpan<float> values, float missing)
    {
        if (values.Length == destination.Length)
            values.CopyTo(destination);
        else
            destination.Fill(values.IsEmpty ? missing : values[0]);
    }
}

/// <summary>Rows of output, all pixels between the left and right border at once, single ones on the border.</summary>
internal sealed class FloatDepthwiseKernel<TLanes, TVector>(string name, CpuFeatures requires) : FloatDepthwiseKernel(name, requires)
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(PackedFloatDepthwise packed, ReadOnlySpan<float> input, Span<float> output, int begin, int end)
    {
        ArgumentNullException.ThrowIfNull(packed);
        Require.PackedBy(packed.Kernel, this);
        WindowShape window = packed.Window;
        Require.Length(input.Length, (long)window.InputPixels * packed.InputChannels);
        Require.Length(output.Length, (long)window.OutputPixels * packed.Channels);
        Require.Range(begin, end, packed.WorkItems);
        ReportUse();
        int rowLength = window.OutputWidth * packed.Channels;
        for (int row = begin; row < end; row++)
            RunRow(packed, input, output.Slice(row * rowLength, rowLength), row);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunRow(PackedFloatDepthwise packed, ReadOnlySpan<float> input, Span<float> output, int row)
    {
        var parts = new RowParts(packed.Window, packed.InputChannels, row);
        while (parts.Next())
        {
            TapWindow taps = parts.Taps;
            Pixels(packed, input, in taps, output.Slice(parts.X * packed.Channels, parts.Pixels * packed.Channels), parts.Pixels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels(PackedFloatDepthwise packed, ReadOnlySpan<float> input, in TapWindow taps, Span<float> output, int pixels)
    {
        ref float x = ref MemoryMarshal.GetReference(input), y = ref MemoryMarshal.GetReference(output), w = ref MemoryMarshal.GetReference(packed.Weights);
        PanelEdges<float> edges = packed.Edges;
        int channels = packed.Channels, multiplier = packed.Multiplier;
        if (multiplier > 1 || channels < Float128.Count)
            DepthwiseTaps<FloatScalar, float, float, float>.Run<One>(in x, in taps, in w, in edges, 0, ref y, pixels, channels, multiplier);
        else if (channels >= 2 * TLanes.Count)
            DepthwiseTaps<TLanes, TVector, float, float>.Run<Two>(in x, in taps, in w, in edges, 0, ref y, pixels, channels, 1);
        else if (channels >= TLanes.Count)
            DepthwiseTaps<TLanes, TVector, float, float>.Run<One>(in x, in taps, in w, in edges, 0, ref y, pixels, channels, 1);
        else
            DepthwiseTaps<Float128, Vector128<float>, float, float>.Run<One>(in x, in taps, in w, in edges, 0, ref y, pixels, channels, 1);
    }
}
