using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>How a pool joins the elements of a window.</summary>
public enum PoolKind
{
    /// <summary>The largest.</summary>
    Max,

    /// <summary>The sum divided by the number of elements inside the image.</summary>
    Average,
}

/// <summary>
/// Max and average pools of float32 images, padding left out, then a clamp. The mean over height and width is the average pool whose filter is the image.
/// </summary>
/// <remarks>A window without any element inside the image gives −∞ (max) or NaN (average) before the clamp. Max skips NaN.</remarks>
public abstract class FloatPoolingKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>All implementations, the preferred first.</summary>
    public static KernelFamily<FloatPoolingKernel> Catalogue { get; } = new(
        "float-pooling",
        new FloatPoolingKernel<Float512, Vector512<float>>("Avx512", CpuFeatures.Avx512),
        new FloatPoolingKernel<Float256, Vector256<float>>("Avx2", CpuFeatures.Avx2),
        new FloatPoolingKernel<Float128, Vector128<float>>("Portable", CpuFeatures.None));

    /// <summary>Equal pieces into which a pool may be divided: the output rows of all images.</summary>
    public static int WorkItems(WindowShape window)
    {
        ArgumentNullException.ThrowIfNull(window);
        return window.Batch * window.OutputHeight;
    }

    /// <summary>Computes the work items [begin, end); ranges that do not overlap may run at the same time.</summary>
    /// <param name="kind">Max or average.</param>
    /// <param name="window">The images and how the filter slides over them.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="input">NHWC, as long as the shape says.</param>
    /// <param name="output">NHWC, must not overlap the input.</param>
    /// <param name="lower">Lower bound of the results; −∞ for none.</param>
    /// <param name="upper">Upper bound of the results; +∞ for none.</param>
    /// <param name="begin">First work item.</param>
    /// <param name="end">End of the work items.</param>
    /// <exception cref="ArgumentException">The shape is inconsistent, a span is shorter than it says, or the range is outside the work items.</exception>
    public abstract void Run(
        PoolKind kind, WindowShape window, int channels, ReadOnlySpan<float> input, Span<float> output, float lower, float upper, int begin, int end);
}

/// <summary>Output pixels one by one, one channel per lane.</summary>
internal sealed class FloatPoolingKernel<TLanes, TVector>(string name, CpuFeatures requires) : FloatPoolingKernel(name, requires)
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(
        PoolKind kind, WindowShape window, int channels, ReadOnlySpan<float> input, Span<float> output, float lower, float upper, int begin, int end)
    {
        ArgumentNullException.ThrowIfNull(window);
        window.Validate(channels, channels);
        Require.Length(input.Length, (long)window.InputPixels * channels);
        Require.Length(output.Length, (long)window.OutputPixels * channels);
        Require.Range(begin, end, WorkItems(window));
        ReportUse();
        for (int row = begin; row < end; row++)
        {
            var parts = new RowParts(window, channels, row);
            while (parts.Next())
            {
                // Windows that are a pixel apart read adjacent elements: all of them are one pixel with more channels.
                int wide = window.StrideX == 1 ? parts.Pixels : 1;
                for (int pixel = 0; pixel < parts.Pixels; pixel += wide)
                    Pool(kind, input, parts.Taps.Moved(pixel), output.Slice((row * window.OutputWidth + parts.X + pixel) * channels, wide * channels), lower, upper);
            }
        }
    }

    private static void Pool(PoolKind kind, ReadOnlySpan<float> input, in TapWindow taps, Span<float> pixel, float lower, float upper)
    {
        if (pixel.Length >= TLanes.Count)
            Pool<TLanes, TVector>(kind, input, in taps, pixel, lower, upper);
        else if (pixel.Length >= Float128.Count)
            Pool<Float128, Vector128<float>>(kind, input, in taps, pixel, lower, upper);
        else
            Pool<FloatScalar, float>(kind, input, in taps, pixel, lower, upper);
    }

    private static void Pool<TSome, TSomeVector>(PoolKind kind, ReadOnlySpan<float> input, in TapWindow taps, Span<float> pixel, float lower, float upper)
        where TSome : struct, IFloatLanes<TSomeVector>
        where TSomeVector : struct
    {
        ref float x = ref MemoryMarshal.GetReference(input), y = ref MemoryMarshal.GetReference(pixel);
        if (kind == PoolKind.Max)
            PoolTaps<TSome, TSomeVector, float, float, PoolMax<TSome, TSomeVector, float>>.Run(in x, in taps, float.NegativeInfinity, 0, ref y, pixel.Length);
        else
            PoolTaps<TSome, TSomeVector, float, float, PoolSum<TSome, TSomeVector, float>>.Run(in x, in taps, 0, 0, ref y, pixel.Length);
        if (kind == PoolKind.Average || !float.IsNegativeInfinity(lower) || !float.IsPositiveInfinity(upper))
            Finish<TSome, TSomeVector>(ref y, (nuint)pixel.Length, kind == PoolKind.Max ? 1 : taps.Rows * taps.Columns, lower, upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<TSome, TSomeVector>(ref float y, nuint channels, float count, float lower, float upper)
        where TSome : struct, IFloatLanes<TSomeVector>
        where TSomeVector : struct
    {
        TSomeVector counts = TSome.Broadcast(count), lowers = TSome.Broadcast(lower), uppers = TSome.Broadcast(upper);
        nuint lanes = (nuint)TSome.Count, c = 0;
        for (; c + lanes <= channels; c += lanes)
            TSome.Store(TSome.Clamp(TSome.Divide(TSome.Load(ref y, c), counts), lowers, uppers), ref y, c);
        for (; c < channels; c++)
            FloatScalar.Store(FloatScalar.Clamp(FloatScalar.Load(ref y, c) / count, lower, upper), ref y, c);
    }
}
