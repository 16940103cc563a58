namespace OneBit.Layers;

/// <summary>Sizes of transposed convolutions along one dimension, as Keras has them.</summary>
internal static class TransposedSize
{
    /// <summary>SAME in·stride; VALID in·stride + max(kernel − stride, 0); with output padding p, (in − 1)·stride + kernel − 2·pad + p, where pad is ⌊kernel / 2⌋ for SAME and 0 for VALID.</summary>
    public static int Of(int input, int kernel, int stride, int? added, BorderMode padding) => (added, padding) switch
    {
        ({ } extra, BorderMode.Same) => ((input - 1) * stride) + kernel - (2 * (kernel / 2)) + extra,
        ({ } extra, _) => ((input - 1) * stride) + kernel + extra,
        (null, BorderMode.Same) => input * stride,
        _ => (input * stride) + Math.Max(kernel - stride, 0),
    };
}
