namespace OneBit.Kernels;

/// <summary>Weights of a dense layer for a single row of inputs, in the layout of one kernel; immutable, so threads may share it.</summary>
public sealed class PackedDenseRow
{
    /// <summary>Vectors of a panel: as many sums run side by side as hide an addition's latency.</summary>
    internal const int Vectors = 4;

    internal PackedDenseRow(DenseRowKernel kernel, int inputs, int outputs, ReadOnlySpan<float> weights, FloatEdges edges, int quads)
    {
        Kernel = kernel;
        Inputs = inputs;
        Outputs = outputs;
        PanelOutputs = Vectors * quads;
        QuadCount = (inputs + 3) / 4;
        PanelLength = checked(QuadCount * PanelOutputs * 4);
        Panels = new AlignedBuffer(checked(PanelLength * WorkItems * sizeof(float)));
        for (int o = 0; o < outputs; o++)
            Place(weights.Slice(o * inputs, inputs), o);
        Bias = edges.Bias.IsEmpty ? new float[outputs] : edges.Bias.ToArray();
        Lower = PerOutput(edges.Lower, float.NegativeInfinity);
        Upper = PerOutput(edges.Upper, float.PositiveInfinity);
    }

    /// <summary>The kernel that packed the weights and runs them.</summary>
    public DenseRowKernel Kernel { get; }

    /// <summary>Inputs.</summary>
    public int Inputs { get; }

    /// <summary>Outputs.</summary>
    public int Outputs { get; }

    /// <summary>Equal pieces into which a layer may be divided: panels of outputs.</summary>
    public int WorkItems => (Outputs + PanelOutputs - 1) / PanelOutputs;

    /// <summary>Outputs of a panel.</summary>
    internal int PanelOutputs { get; }

    /// <summary>Groups of four inputs, the last one filled up.</summary>
    internal int QuadCount { get; }

    /// <summary>Elements of a panel.</summary>
    internal int PanelLength { get; }

    /// <summary>[panel][group of four inputs][output][4]; absent weights are 0.</summary>
    internal AlignedBuffer Panels { get; }

    internal float[] Bias { get; }

    internal float[] Lower { get; }

    internal float[] Upper { get; }

    // The last group holds what is left in its upper lanes, as it overlaps the group before.
    private void Place(ReadOnlySpan<float> row, int output)
    {
        Span<float> panel = Panels.AsSpan<float>().Slice(output / PanelOutputs * PanelLength, PanelLength);
        for (int k = 0; k < row.Length; k++)
        {
            int whole = row.Length / 4 * 4;
            int lane = k < whole ? k % 4 : 4 - row.Length + k;
            panel[(((k / 4 * PanelOutputs) + (output % PanelOutputs)) * 4) + lane] = row[k];
        }
    }

    private float[] PerOutput(ReadOnlySpan<float> values, float missing)
    {
        float[] all = new float[Outputs];
        if (values.Length > 1)
            values.CopyTo(all);
        else
            Array.Fill(all, values.IsEmpty ? missing : values[0]);
        return all;
    }
}
