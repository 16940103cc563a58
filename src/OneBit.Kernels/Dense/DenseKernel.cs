using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>Fully connected layer of float32: out[n, o] = clamp(bias[o] + Σᵢ in[n, i]·weights[o, i]).</summary>
/// <remarks>Sums are taken in the order of i, with or without fused multiply-add; results agree with the exact sum to 1e-5 of Σ|terms|.</remarks>
public abstract class DenseKernel(string name, CpuFeatures requires) : Kernel(name, requires)
{
    /// <summary>All implementations, the preferred first.</summary>
    public static KernelFamily<DenseKernel> Catalogue { get; } = new(
        "dense",
        new DenseKernel<Float512, Vector512<float>>("Avx512Fma6x64", CpuFeatures.Avx512),
        new DenseKernel<Float256, Vector256<float>>("Avx2Fma6x16", CpuFeatures.Avx2),
        new DenseKernel<Float128, Vector128<float>>("Portable6x8", CpuFeatures.None));

    /// <summary>Packs the weights [outputs, inputs] for this kernel.</summary>
    /// <exception cref="ArgumentException">A size is not positive or a span's length is not what the sizes say.</exception>
    public abstract PackedDense Pack(int inputs, int outputs, ReadOnlySpan<float> weights, FloatEdges edges);

    /// <summary>Computes the work items [begin, end) of a batch; ranges that do not overlap may run at the same time.</summary>
    /// <param name="packed">Weights packed by this kernel.</param>
    /// <param name="batch">Rows of the input.</param>
    /// <param name="input">[batch, inputs].</param>
    /// <param name="output">[batch, outputs], must not overlap the input.</param>
    /// <param name="scratch">At least <see cref="PackedDense.ScratchBytes"/>, one per concurrent call.</param>
    /// <param name="begin">First work item.</param>
    /// <param name="end">End of the work items, at most <see cref="PackedDense.WorkItems"/> of the batch.</param>
    /// <exception cref="ArgumentException">A span is shorter than the sizes say, the range is outside the work items, or the weights were packed by another kernel.</exception>
    public abstract void Run(PackedDense packed, int batch, ReadOnlySpan<float> input, Span<float> output, Span<byte> scratch, int begin, int end);
}

/// <summary>Weights of a dense layer in the layout of one kernel; immutable, so threads may share it.</summary>
public sealed class PackedDense
{
    internal PackedDense(DenseKernel kernel, int inputs, int outputs, FloatPanels panels)
    {
        Kernel = kernel;
        Inputs = inputs;
        Outputs = outputs;
        Panels = panels;
    }

    /// <summary>The kernel that packed the weights and runs them.</summary>
    public DenseKernel Kernel { get; }

    /// <summary>Inputs per row.</summary>
    public int Inputs { get; }

    /// <summary>Outputs per row.</summary>
    public int Outputs { get; }

    /// <summary>Bytes of scratch that each concurrent call needs.</summary>
    public int ScratchBytes => Panels.TileLength * sizeof(float);

    internal FloatPanels Panels { get; }

    /// <summary>Equal pieces into which a batch may be divided.</summary>
    public int WorkItems(int batch) => checked(Tiles(batch) * Panels.Weights.Panels);

    internal static int Tiles(int batch) => (batch + TileRows.Count - 1) / TileRows.Count;
}

/// <summary>Tiles of 6 rows of the batch, up to 16 one after the other, by one panel of outputs; a panel's weights are read once per tile, from one end to the other.</summary>
internal sealed class DenseKernel<TLanes, TVector>(string name, CpuFeatures requires) : DenseKernel(name, requires)
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    public override PackedDense Pack(int inputs, int outputs, ReadOnlySpan<float> weights, FloatEdges edges)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        Require.Exactly(weights.Length, (long)inputs * outputs);
        return new PackedDense(this, inputs, outputs, new FloatPanels(weights, edges, 1, outputs, inputs, TLanes.Count, TLanes.PanelVectors));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(PackedDense packed, int batch, ReadOnlySpan<float> input, Span<float> output, Span<byte> scratch, int begin, int end)
    {
        ArgumentNullException.ThrowIfNull(packed);
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        Require.PackedBy(packed.Kernel, this);
        Require.Length(input.Length, (long)batch * packed.Inputs);
        Require.Length(output.Length, (long)batch * packed.Outputs);
        Require.Length(scratch.Length, packed.ScratchBytes);
        Require.Range(begin, end, packed.WorkItems(batch));
        ReportUse();
        Span<float> kept = MemoryMarshal.Cast<byte, float>(scratch);
        ReadOnlySpan<int> whole = [0];
        Span<nuint> rows = stackalloc nuint[TileRows.Most];
        int tiles = PackedDense.Tiles(batch);
        for (int taken; begin < end; begin += taken)
        {
            (int panel, int tile) = Math.DivRem(begin, tiles);
            taken = Math.Min(Math.Min(end - begin, tiles - tile), TileRows.Most / TileRows.Count);
            int first = tile * TileRows.Count;
            int count = Math.Min(taken * TileRows.Count, batch - first);
            for (int row = 0; row < count; row++)
                rows[row] = (nuint)((first + row) * packed.Inputs);
            int start = first * packed.Outputs + panel * packed.Panels.Weights.Width;
            packed.Panels.At(panel).Run<TLanes, TVector>(in MemoryMarshal.GetReference(input), rows[..count], whole, packed.Inputs, output[start..], packed.Outputs, kept);
        }
    }
}
