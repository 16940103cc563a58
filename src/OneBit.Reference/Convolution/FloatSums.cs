namespace OneBit.Reference;

/// <summary>
/// Sums of float32 products in the orders of TensorFlow Lite's kernels on x86 (F13). Models whose folded batch normalisations turned exact ties into tiny values
/// hang on that order: the next quantizer reads the sign of the rounding error.
/// </summary>
internal static class FloatSums
{
    private const int Lanes = 4;

    /// <summary>True where a product of a matrix with <paramref name="columns"/> columns is summed in four lanes: one column, and four outputs and inputs at least.</summary>
    public static bool InLanes(int columns, int outputs, int length) => columns == 1 && outputs >= Lanes && length >= Lanes;

    /// <summary>start + x·w, term by term in order, each product fused into its sum.</summary>
    public static float InOrder(float start, ReadOnlySpan<float> x, ReadOnlySpan<float> w)
    {
        float sum = start;
        for (int k = 0; k < x.Length; k++)
            sum = MathF.FusedMultiplyAdd(x[k], w[k], sum);
        return sum;
    }

    /// <summary>((s₀ + s₁) + (s₂ + s₃)) with sₗ = Σ x[4i + l]·w[4i + l], products and sums rounded; what is left behind the last four terms goes to the upper lanes.</summary>
    public static float FourLanes(ReadOnlySpan<float> x, ReadOnlySpan<float> w)
    {
        Span<float> sums = stackalloc float[Lanes];
        int whole = x.Length / Lanes * Lanes;
        for (int k = 0; k < x.Length; k++)
        {
            float product = x[k] * w[k];
            sums[k < whole ? k % Lanes : Lanes - x.Length + k] += product;
        }
        return sums[0] + sums[1] + (sums[2] + sums[3]);
    }
}
