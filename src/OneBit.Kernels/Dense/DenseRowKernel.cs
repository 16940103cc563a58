using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>
/// Fully connected layer of float32 for a single row, in the order of TensorFlow Lite's matrix-vector product on x86, bit for bit in every implementation:
/// four sums, sₗ += x[4i + l]·w[o, 4i + l], product and sum each rounded; out[o] = clamp(((s₀ + s₁) + (s₂ + s₃)) + bias[o]). What is left behind the
/// last whole group of four goes to the upper lanes. (F13)
/// </summary>
public abstract class DenseRowKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>Fewest inputs, and fewest outputs, for which this order is defined.</summary>
    public const int Fewest = 4;

    /// <summary>All implementations, the preferred first.</summary>
    public static KernelFamily<DenseRowKernel> Catalogue { get; } = new(
        "dense-row",
        new DenseRowKernel<Quads512, Vector512<float>>("Avx512FourLanes16", CpuFeatures.Avx512),
        new DenseRowKernel<Quads256, Vector256<float>>("Avx2FourLanes8", CpuFeatures.Avx2),
        new DenseRowKernel<Quads128, Vector128<float>>("PortableFourLanes4", CpuFeatures.None));

    /// <summary>Packs the weights [outputs, inputs] for this kernel.</summary>
    /// <exception cref="ArgumentException">A size is below <see cref="Fewest"/> or a span's length is not what the sizes say.</exception>
    /// <exception cref="OverflowException">The packed weights are larger than a buffer.</exception>
    public abstract PackedDenseRow Pack(int inputs, int outputs, ReadOnlySpan<float> weights, FloatEdges edges);

    /// <summary>Computes the work items [begin, end); ranges that do not overlap may run at the same time.</summary>
    /// <param name="packed">Weights packed by this kernel.</param>
    /// <param name="input">The row.</param>
    /// <param name="output">One element per output, must not overlap the input.</param>
    /// <param name="begin">First work item.</param>
    /// <param name="end">End of the work items, at most <see cref="PackedDenseRow.WorkItems"/>.</param>
    /// <exception cref="ArgumentException">A span is shorter than the sizes say, the range is outside the work items, or the weights were packed by another kernel.</exception>
    public abstract void Run(PackedDenseRow packed, ReadOnlySpan<float> input, Span<float> output, int begin, int end);
}

/// <summary>A panel is 4 vectors of outputs with four lanes each; a step reads four inputs, repeated over the vector, and 4 vectors of weights.</summary>
internal sealed class DenseRowKernel<TLanes, TVector>(string name, CpuFeatures requires) : DenseRowKernel(name, requires)
    where TLanes : struct, IQuadLanes<TVector>
    where TVector : struct
{
    public override PackedDenseRow Pack(int inputs, int outputs, ReadOnlySpan<float> weights, FloatEdges edges)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, Fewest);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, Fewest);
        Require.Exactly(weights.Length, (long)inputs * outputs);
        edges.Validate(outputs);
        return new PackedDenseRow(this, inputs, outputs, weights, edges, TLanes.Quads);
    }

    public override void Run(PackedDenseRow packed, ReadOnlySpan<float> input, Span<float> output, int begin, int end)
    {
        ArgumentNullException.ThrowIfNull(packed);
        Require.PackedBy(packed.Kernel, this);
        Require.Length(input.Length, packed.Inputs);
        Require.Length(output.Length, packed.Outputs);
        Require.Range(begin, end, packed.WorkItems);
        ReportUse();
        int sumLength = PackedDenseRow.Vectors * TLanes.Quads * 4;
        Span<float> sums = stackalloc float[2 * sumLength];
        for (int panel = begin; panel < end; panel += 2)
        {
            // Two panels side by side: two streams of weights come from memory faster than one. A last one goes beside itself.
            int other = Math.Min(panel + 1, end - 1);
            Sum(Panel(packed, panel), Panel(packed, other), input[..packed.Inputs], sums);
            Finish(packed, panel * packed.PanelOutputs, sums[..sumLength], output);
            Finish(packed, other * packed.PanelOutputs, sums[sumLength..], output);
        }
    }

    private static ReadOnlySpan<float> Panel(PackedDenseRow packed, int panel) => packed.Panels.AsSpan<float>().Slice(panel * packed.PanelLength, packed.PanelLength);

    // A panel has 4 vectors for each group of four inputs, the last group included, and there are at least four inputs.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(ReadOnlySpan<float> panel, ReadOnlySpan<float> other, ReadOnlySpan<float> input, Span<float> sums)
    {
        nuint lanes = (nuint)TLanes.Quads * 4;
        ref float w = ref MemoryMarshal.GetReference(panel), v = ref MemoryMarshal.GetReference(other[..panel.Length]);
        ref float x = ref MemoryMarshal.GetReference(input);
        TVector s0 = default, s1 = default, s2 = default, s3 = default, t0 = default, t1 = default, t2 = default, t3 = default;
        nuint at = 0;
        int whole = input.Length / 4 * 4;
        for (int k = 0; k < whole; k += 4, at += 4 * lanes)
        {
            TVector four = TLanes.Repeat(Vector128.LoadUnsafe(ref x, (nuint)k));
            Step(four, ref w, at, ref s0, ref s1, ref s2, ref s3);
            Step(four, ref v, at, ref t0, ref t1, ref t2, ref t3);
        }
        if (whole < input.Length)
        {
            var lane = Vector128.Create(0, 1, 2, 3);
            Vector128<float> isLeft = Vector128.GreaterThanOrEqual(lane, Vector128.Create(4 - (input.Length - whole))).AsSingle();
            TVector four = TLanes.Repeat(Vector128.LoadUnsafe(ref x, (nuint)input.Length - 4) & isLeft);
            Step(four, ref w, at, ref s0, ref s1, ref s2, ref s3);
            Step(four, ref v, at, ref t0, ref t1, ref t2, ref t3);
        }
        ref float s = ref MemoryMarshal.GetReference(sums[..(8 * (int)lanes)]);
        TLanes.Store(s0, ref s, 0);
        TLanes.Store(s1, ref s, lanes);
        TLanes.Store(s2, ref s, 2 * lanes);
        TLanes.Store(s3, ref s, 3 * lanes);
        TLanes.Store(t0, ref s, 4 * lanes);
        TLanes.Store(t1, ref s, 5 * lanes);
        TLanes.Store(t2, ref s, 6 * lanes);
        TLanes.Store(t3, ref s, 7 * lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(TVector x, ref float w, nuint at, ref TVector s0, ref TVector s1, ref TVector s2, ref TVector s3)
    {
        nuint lanes = (nuint)TLanes.Quads * 4;
        s0 = TLanes.MultiplyThenAdd(x, TLanes.Load(ref w, at), s0);
        s1 = TLanes.MultiplyThenAdd(x, TLanes.Load(ref w, at + lanes), s1);
        s2 = TLanes.MultiplyThenAdd(x, TLanes.Load(ref w, at + (2 * lanes)), s2);
        s3 = TLanes.MultiplyThenAdd(x, TLanes.Load(ref w, at + (3 * lanes)), s3);
    }

    private static void Finish(PackedDenseRow packed, int first, ReadOnlySpan<float> sums, Span<float> output)
    {
        output = output.Slice(first, Math.Min(packed.PanelOutputs, packed.Outputs - first));
        for (int i = 0; i < output.Length; i++)
        {
            ReadOnlySpan<float> s = sums.Slice(i * 4, 4);
            float y = s[0] + s[1] + (s[2] + s[3]) + packed.Bias[first + i];
            (float lower, float upper) = (packed.Lower[first + i], packed.Upper[first + i]);
            output[i] = y < lower ? lower : y > upper ? upper : y;
        }
    }
}
