using OneBit.Tensors;

namespace OneBit.Cli.Images;

/// <summary>A class and its probability. <see cref="Label"/> is null where nothing names the class.</summary>
internal readonly record struct Guess(int Index, string? Label, double Probability);

/// <summary>The best classes of what a classifier gave.</summary>
internal static class Classification
{
    private const double SumTolerance = 1e-2;

    /// <summary>The <paramref name="count"/> most probable classes, best first; equal ones in order of their index, NaN last.</summary>
    /// <exception cref="InputException">The output is no list of scores, or the labels are not as many as the classes.</exception>
    public static Guess[] Best(Literal output, string name, ModelCard card, int count)
    {
        double[] scores = Reals(output, name);
        if (card.Labels is { } labels && labels.Count != scores.Length)
            throw new InputException($"there are {labels.Count} labels, and output '{name}' {output.Type} has {scores.Length} classes");
        bool probabilities = card.Output == OutputKind.Probabilities || (card.Output == OutputKind.Auto && LookLikeProbabilities(scores));
        if (!probabilities)
            scores = Softmax.Of(scores);
        return
        [
            .. Enumerable.Range(0, scores.Length)
                .OrderByDescending(i => double.IsNaN(scores[i]) ? double.NegativeInfinity : scores[i])
                .Take(count)
                .Select(i => new Guess(i, card.Labels?[i], scores[i])),
        ];
    }

    private static bool LookLikeProbabilities(double[] scores) =>
        scores.All(s => s is >= 0 and <= 1) && Math.Abs(scores.Sum() - 1) <= SumTolerance;

    private static double[] Reals(Literal output, string name)
    {
        Quantization quantization = output.Type.Quantization ?? new Quantization(1, 0);
        double Real(int code) => quantization.Scale * (code - (double)quantization.ZeroPoint);
        double[] reals = output.Type.Element switch
        {
            DType.Float32 => [.. output.Values<float>().ToArray().Select(v => (double)v)],
            DType.Int8 => [.. output.Values<sbyte>().ToArray().Select(v => Real(v))],
            DType.UInt8 => [.. output.Values<byte>().ToArray().Select(v => Real(v))],
            _ => throw new InputException($"output '{name}' {output.Type} holds no scores; use --output-dir to write it"),
        };
        return reals.Length > 0 ? reals : throw new InputException($"output '{name}' {output.Type} is empty");
    }
}
