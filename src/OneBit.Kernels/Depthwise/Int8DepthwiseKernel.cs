using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>
/// Depthwise 2D convolution of int8 images: out = requantize(bias[c] + Σ (in[…, c / multiplier] − inputZeroPoint)·filter[ky, kx, c]); padding counts as the zero point.
/// </summary>
/// <remarks>Sums are exact below 2³¹ (any filter up to 65,000 taps) and wrap beyond; every row gives the same bits.</remarks>
public abstract class Int8DepthwiseKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>All implementations, the preferred first.</summary>
    public static KernelFamily<Int8DepthwiseKernel> Catalogue { get; } = new(
        "int8-depthwise",
        new Int8DepthwiseKernel<Pairs512, Vector512<int>>("Avx512Pmaddwd8Sums", CpuFeatures.Avx512),
        new Int8DepthwiseKernel<Pairs256, Vector256<int>>("Avx2Pmaddwd8Sums", CpuFeatures.Avx2),
        new Int8DepthwiseKernel<Pairs128, Vector128<int>>("Portable8Sums", CpuFeatures.None));

    /// <summary>Packs the filter [FilterHeight, FilterWidth, inputChannels · multiplier], whose zero point is 0.</summary>
    /// <param name="window">The images and how the filter slides over them.</param>
    /// <param name="inputChannels">Channels of an input pixel.</param>
    /// <param name="multiplier">Output channels per input channel.</param>
    /// <param name="filter">As long as the shape says.</param>
    /// <param name="bias">One value per output channel, or empty for 0.</param>
    /// <param name="inputZeroPoint">In [−128, 127].</param>
    /// <param name="requantization">One factor per output channel.</param>
    /// <exception cref="ArgumentException">The shape is inconsistent, a span's length is not the shape's, or the zero point is no int8.</exception>
    public PackedInt8Depthwise Pack(
        WindowShape window, int inputChannels, int multiplier, ReadOnlySpan<sbyte> filter, ReadOnlySpan<int> bias, int inputZeroPoint, Requantization requantization)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(requantization);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiplier);
        int channels = checked(inputChannels * multiplier);
        window.Validate(inputChannels, channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(inputZeroPoint, (sbyte)inputZeroPoint);
        Require.Exactly(filter.Length, (long)window.Taps * channels);
        Require.Exactly(requantization.Channels, channels);
        if (!bias.IsEmpty)
            Require.Exactly(bias.Length, channels);
        return new PackedInt8Depthwise(this, window, inputChannels, multiplier, filter, bias, inputZeroPoint, requantization);
    }

    /// <summary>Computes the work items [begin, end), each an output row; ranges that do not overlap may run at the same time.</summary>
    /// <param name="packed">Weights packed by this kernel.</param>
    /// <param name="input">NHWC, as long as the shape says.</param>
    /// <param name="output">NHWC, must not overlap the input.</param>
    /// <param name="scratch">At least <see cref="PackedInt8Depthwise.ScratchBytes"/>, one per concurrent call.</param>
    /// <param name="begin">First work item.</param>
    /// <param name="end">End of the work items, at most <see cref="PackedInt8Depthwise.WorkItems"/>.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shape says, the range is outside the work items, or the weights were packed by another kernel.</exception>
    public abstract void Run(PackedInt8Depthwise packed, ReadOnlySpan<sbyte> input, Span<sbyte> output, Span<byte> scratch, int begin, int end);
}

/// <summary>Filters of an int8 depthwise convolution; immutable, so threads may share it.</summary>
public sealed class PackedInt8Depthwise
{
    /// <summary>The most pixels whose sums are kept.</summary>
    internal const int PixelsAtOnce = 8;

    private readonly AlignedBuffer weights;
    private readonly AlignedBuffer bias;

    internal PackedInt8Depthwise(
        Int8DepthwiseKernel kernel,
        WindowShape window,
        int inputChannels,
        int multiplier,
        ReadOnlySpan<sbyte> filter,
        ReadOnlySpan<int> bias,
        int zeroPoint,
        Requantization requantization)
    {
        Kernel = kernel;
        Window = window;
        InputChannels = inputChannels;
        Multiplier = multiplier;
        ZeroPoint = zeroPoint;
        Requantization = requantization;
        weights = new AlignedBuffer(checked(filter.Length * sizeof(int)));
        Span<int> wide = weights.AsSpan<int>();
        // The upper half of a lane meets the sign of the input and must not count.
        for (int i = 0; i < filter.Length; i++)
            wide[i] = (ushort)(short)filter[i];
        this.bias = new AlignedBuffer(checked(Channels * sizeof(int)));
        bias.CopyTo(this.bias.AsSpan<int>());
    }

    /// <summary>The kernel that packed the filter and runs it.</summary>
    public Int8DepthwiseKernel Kernel { get; }

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

    /// <summary>Bytes of scratch that each concurrent call needs.</summary>
    public int ScratchBytes => checked(PixelsAtOnce * Channels * sizeof(int));

    internal int ZeroPoint { get; }

    internal Requantization Requantization { get; }

    internal Span<int> Weights => weights.AsSpan<int>();

    internal Span<int> Bias => bias.AsSpan<int>();
}

/// <summary>Rows of output: eight pixels at a time between the left and right border, single ones on the border.</summary>
internal sealed class Int8DepthwiseKernel<TLanes, TVector>(string name, CpuFeatures requires) : Int8DepthwiseKernel(name, requires)
    where TLanes : struct, IInputLanes<TVector, int, sbyte>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(PackedInt8Depthwise packed, ReadOnlySpan<sbyte> input, Span<sbyte> output, Span<byte> scratch, int begin, int end)
    {
        ArgumentNullException.ThrowIfNull(packed);
        Require.PackedBy(packed.Kernel, this);
        WindowShape window = packed.Window;
        int channels = packed.Channels;
        Require.Length(input.Length, (long)window.InputPixels * packed.InputChannels);
        Require.Length(output.Length, (long)window.OutputPixels * channels);
        Require.Length(scratch.Length, packed.ScratchBytes);
        Require.Range(begin, end, packed.WorkItems);
        ReportUse();
        Span<int> sums = MemoryMarshal.Cast<byte, int>(scratch)[..(PackedInt8Depthwise.PixelsAtOnce * channels)];
        for (int row = begin; row < end; row++)
        {
            var parts = new RowParts(window, packed.InputChannels, row);
            while (parts.Next())
            {
                for (int pixel = 0, count; pixel < parts.Pixels; pixel += count)
                {
                    count = Math.Min(PackedInt8Depthwise.PixelsAtOnce, parts.Pixels - pixel);
                    Sum(packed, input, parts.Taps.Moved(pixel), sums, count);
                    packed.Requantization.Apply(sums, channels, count, output[((row * window.OutputWidth + parts.X + pixel) * channels)..], channels, 0, channels);
                }
            }
        }
    }

    private static void Sum(PackedInt8Depthwise packed, ReadOnlySpan<sbyte> input, in TapWindow taps, Span<int> sums, int pixels)
    {
        ref sbyte x = ref MemoryMarshal.GetReference(input);
        ref int y = ref MemoryMarshal.GetReference(sums), w = ref MemoryMarshal.GetReference(packed.Weights), bias = ref MemoryMarshal.GetReference(packed.Bias);
        // Integers are clamped after rescaling; the bounds of the sums are not used.
        var edges = new PanelEdges<int>(ref bias, ref bias, ref bias);
        int channels = packed.Channels, multiplier = packed.Multiplier, zero = packed.ZeroPoint;
        if (multiplier > 1 || channels < Pairs128.Count)
            DepthwiseTaps<PairsScalar, int, int, sbyte>.Run<One>(in x, in taps, in w, in edges, zero, ref y, pixels, channels, multiplier);
        else if (channels >= 2 * TLanes.Count)
            DepthwiseTaps<TLanes, TVector, int, sbyte>.Run<Two>(in x, in taps, in w, in edges, zero, ref y, pixels, channels, 1);
        else if (channels >= TLanes.Count)
            DepthwiseTaps<TLanes, TVector, int, sbyte>.Run<One>(in x, in taps, in w, in edges, zero, ref y, pixels, channels, 1);
        else
            DepthwiseTaps<Pairs128, Vector128<int>, int, sbyte>.Run<One>(in x, in taps, in w, in edges, zero, ref y, pixels, channels, 1);
    }
}
