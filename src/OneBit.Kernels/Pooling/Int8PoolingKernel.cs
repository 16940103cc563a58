using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>Max and average pools of int8 images, padding left out, then a clamp. Averages round halves away from zero.</summary>
/// <remarks>Input and output have the same scale and zero point. A window without any element inside the image gives the lower bound (max) or 0 (average).</remarks>
public abstract class Int8PoolingKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>All implementations, the preferred first.</summary>
    public static KernelFamily<Int8PoolingKernel> Catalogue { get; } = new(
        "int8-pooling",
        new Int8PoolingKernel<Pairs512, Vector512<int>>("Avx512", CpuFeatures.Avx512),
        new Int8PoolingKernel<Pairs256, Vector256<int>>("Avx2", CpuFeatures.Avx2),
        new Int8PoolingKernel<Pairs128, Vector128<int>>("Portable", CpuFeatures.None));

    /// <summary>Equal pieces into which a pool may be divided: the output rows of all images.</summary>
    public static int WorkItems(WindowShape window) => FloatPoolingKernel.WorkItems(window);

    /// <summary>Bytes of scratch that each concurrent call needs.</summary>
    public static int ScratchBytes(int channels) => checked(channels * sizeof(int));

    /// <summary>Computes the work items [begin, end); ranges that do not overlap may run at the same time.</summary>
    /// <param name="kind">Max or average.</param>
    /// <param name="window">The images and how the filter slides over them; the average takes at most 2²³ elements.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="input">NHWC, as long as the shape says.</param>
    /// <param name="output">NHWC, must not overlap the input.</param>
    /// <param name="lower">Lower bound of the results.</param>
    /// <param name="upper">Upper bound of the results.</param>
    /// <param name="scratch">At least <see cref="ScratchBytes"/>, one per concurrent call.</param>
    /// <param name="begin">First work item.</param>
    /// <param name="end">End of the work items.</param>
    /// <exception cref="ArgumentException">The shape is inconsistent, a span is shorter than it says, or the range is outside the work items.</exception>
    public abstract void Run(
        PoolKind kind,
        WindowShape window,
        int channels,
        ReadOnlySpan<sbyte> input,
        Span<sbyte> output,
        sbyte lower,
        sbyte upper,
        Span<byte> scratch,
        int begin,
        int end);
}

/// <summary>Output pixels one by one: 32-bit sums, one channel per lane, then rounding.</summary>
internal sealed class Int8PoolingKernel<TLanes, TVector>(string name, CpuFeatures requires) : Int8PoolingKernel(name, requires)
    where TLanes : struct, IInputLanes<TVector, int, sbyte>
    where TVector : struct
{
    private const int MostTaps = 1 << 23;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(
        PoolKind kind,
        WindowShape window,
        int channels,
        ReadOnlySpan<sbyte> input,
        Span<sbyte> output,
        sbyte lower,
        sbyte upper,
        Span<byte> scratch,
        int begin,
        int end)
    {
        ArgumentNullException.ThrowIfNull(window);
        window.Validate(channels, channels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window.Taps, MostTaps);
        Require.Length(input.Length, (long)window.InputPixels * channels);
        Require.Length(output.Length, (long)window.OutputPixels * channels);
        Require.Length(scratch.Length, ScratchBytes(channels));
        Require.Range(begin, end, WorkItems(window));
        ReportUse();
        Span<int> sums = MemoryMarshal.Cast<byte, int>(scratch)[..channels];
        for (int row = begin; row < end; row++)
        {
            for (int x = 0; x < window.OutputWidth; x++)
            {
                TapWindow taps = TapWindow.At(window, channels, row, x);
                if (channels >= TLanes.Count)
                    Join<TLanes, TVector>(kind, input, in taps, sums);
                else
                    Join<PairsScalar, int>(kind, input, in taps, sums);
                Finish(sums, output.Slice((row * window.OutputWidth + x) * channels, channels), kind == PoolKind.Max ? 1 : taps.Rows * taps.Columns, lower, upper);
            }
        }
    }

    private static void Join<TSome, TSomeVector>(PoolKind kind, ReadOnlySpan<sbyte> input, in TapWindow taps, Span<int> sums)
        where TSome : struct, IInputLanes<TSomeVector, int, sbyte>
        where TSomeVector : struct
    {
        ref sbyte x = ref MemoryMarshal.GetReference(input);
        ref int y = ref MemoryMarshal.GetReference(sums);
        if (kind == PoolKind.Max)
            PoolTaps<TSome, TSomeVector, int, sbyte, PoolMax<TSome, TSomeVector, int>>.Run(in x, in taps, sbyte.MinValue, 0, ref y, sums.Length);
        else
            PoolTaps<TSome, TSomeVector, int, sbyte, PoolSum<TSome, TSomeVector, int>>.Run(in x, in taps, 0, 0, ref y, sums.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish(Span<int> sums, Span<sbyte> output, int count, int lower, int upper)
    {
        for (int c = 0; c < sums.Length; c++)
        {
            int sum = sums[c];
            int rounded = count <= 1 ? sum : (sum > 0 ? sum + count / 2 : sum - count / 2) / count;
            output[c] = (sbyte)Math.Min(Math.Max(rounded, lower), upper);
        }
    }
}
