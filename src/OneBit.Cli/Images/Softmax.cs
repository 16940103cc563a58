namespace OneBit.Cli.Images;

/// <summary>exp(xᵢ) / Σⱼ exp(xⱼ), computed from differences to the largest value so that nothing overflows.</summary>
internal static class Softmax
{
    /// <summary>Probabilities of <paramref name="logits"/>; NaN everywhere where one of them is NaN.</summary>
    public static double[] Of(ReadOnlySpan<double> logits)
    {
        double largest = double.NegativeInfinity;
        foreach (double logit in logits)
            largest = Math.Max(largest, logit);
        var probabilities = new double[logits.Length];
        double sum = 0;
        for (int i = 0; i < logits.Length; i++)
            sum += probabilities[i] = Math.Exp(logits[i] - largest);
        for (int i = 0; i < probabilities.Length; i++)
            probabilities[i] /= sum;
        return probabilities;
    }
}
