using System.Globalization;
using OneBit.IR;
using OneBit.Layers;

namespace OneBit.Converter;

/// <summary>A quantizer in one line: <c>NAME=threshold:T,levels:LO:HI[,strict][,nan:below|above|nan]</c>.</summary>
public static class QuantizerOption
{
    /// <summary>How it is written.</summary>
    public const string Syntax = "NAME=threshold:T,levels:LO:HI[,strict][,nan:below|above|nan]";

    /// <summary>The custom object of one line.</summary>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    /// <exception cref="ModelFormatException">It is, but means no quantizer: the levels are equal, or a number is not finite.</exception>
    public static CustomObjects Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int equals = text.IndexOf('=');
        if (equals <= 0 || equals == text.Length - 1)
            throw Wrong(text, "a name, '=' and a description");
        string name = text[..equals].Trim();
        var source = new CustomSource($"--quantizer {text}", "quantizer", name);
        CustomTwoLevel quantizer = Describe(text, source, text[(equals + 1)..].Split(','));
        quantizer.CheckWhatIsFixed();
        return new CustomObjects { Quantizers = new Dictionary<string, Func<CustomObject, Quantizer>>(StringComparer.Ordinal) { [name] = quantizer.Create } };
    }

    private static CustomTwoLevel Describe(string text, CustomSource source, string[] fields)
    {
        (float? threshold, (float Low, float High)? levels, NanRule? nan, bool strict) = (null, null, null, false);
        foreach (string field in fields)
        {
            switch (field.Trim().Split(':'))
            {
                case ["threshold", string t] when threshold is null:
                    threshold = Number(text, t);
                    break;
                case ["levels", string low, string high] when levels is null:
                    levels = (Number(text, low), Number(text, high));
                    break;
                case ["strict"] when !strict:
                    strict = true;
                    break;
                case ["nan", string word] when nan is null && CustomTwoLevel.NanOf(word) is { } rule:
                    nan = rule;
                    break;
                default:
                    throw Wrong(text, $"something else than '{field.Trim()}'");
            }
        }
        if (threshold is null || levels is null)
            throw Wrong(text, threshold is null ? "a threshold" : "levels");
        return new CustomTwoLevel(
            new CustomValue.Fixed(source, "threshold", threshold.Value),
            new CustomFlag(source, "strict", strict, Member: null),
            new CustomValue.Fixed(source, "levels", levels.Value.Low),
            new CustomValue.Fixed(source, "levels", levels.Value.High),
            nan ?? NanRule.Nan);
    }

    private static float Number(string text, string number) =>
        float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) ? value : throw Wrong(text, $"a number instead of '{number}'");

    private static FormatException Wrong(string text, string expected) => new($"--quantizer {text}: expected {expected}; it is written {Syntax}");
}
