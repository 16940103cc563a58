using System.Text.Json;
using OneBit.IR;
using OneBit.Layers;

namespace OneBit.Converter;

/// <summary>A quantizer of two levels as a user describes it.</summary>
internal sealed record CustomTwoLevel(CustomValue Threshold, CustomFlag Strict, CustomValue Low, CustomValue High, NanRule Nan)
{
    private static readonly CustomObject Nobody = new(string.Empty, default, new Dictionary<string, Tensors.Literal>());

    /// <summary>Reads <c>threshold</c>, <c>strict</c>, <c>levels</c> and <c>nan</c>. What needs no model is checked at once.</summary>
    /// <exception cref="ModelFormatException">A key is missing, unknown or wrong.</exception>
    public static CustomTwoLevel Read(CustomSource source, CustomMembers members)
    {
        members.Only("threshold", "strict", "levels", "nan");
        (CustomValue low, CustomValue high) = members.Pair("levels");
        var quantizer = new CustomTwoLevel(members.Value("threshold"), members.Flag("strict"), low, high, ReadNan(source, members.Find("nan")));
        quantizer.CheckWhatIsFixed();
        return quantizer;
    }

    /// <summary>What <c>below</c>, <c>above</c> and <c>nan</c> stand for; null for anything else.</summary>
    public static NanRule? NanOf(string? word) => word switch
    {
        "below" => NanRule.Below,
        "above" => NanRule.Above,
        "nan" => NanRule.Nan,
        _ => null,
    };

    /// <summary>Checks the values that are written out.</summary>
    /// <exception cref="ModelFormatException">They are not finite, or the levels are equal.</exception>
    public void CheckWhatIsFixed()
    {
        if (Threshold.IsFixed)
            Threshold.Of(Nobody);
        if (Low.IsFixed && High.IsFixed)
            Levels(Nobody);
    }

    /// <summary>The quantizer of one object of a model.</summary>
    /// <exception cref="ModelFormatException">The object lacks a value, or its levels are equal.</exception>
    public Quantizer Create(CustomObject instance)
    {
        (float[] low, float[] high) = Levels(instance);
        return new TwoLevel { Threshold = [.. Threshold.Of(instance)], Strict = Strict.Of(instance), Low = [.. low], High = [.. high], Nan = Nan };
    }

    private (float[] Low, float[] High) Levels(CustomObject instance)
    {
        (float[] low, float[] high) = (Low.Of(instance), High.Of(instance));
        if (low.Length != high.Length && low.Length != 1 && high.Length != 1)
            throw High.Source.Wrong(High.Key, "two levels of the same number of channels", $"{low.Length} and {high.Length}");
        for (int i = 0; i < Math.Max(low.Length, high.Length); i++)
        {
            float level = low[low.Length == 1 ? 0 : i];
            if (level == high[high.Length == 1 ? 0 : i])
                throw High.Source.Wrong(High.Key, "two levels that differ", $"{level} twice{(low.Length * high.Length == 1 ? string.Empty : $" in channel {i}")}");
        }
        return (low, high);
    }

    private static NanRule ReadNan(CustomSource source, JsonElement? json)
    {
        if (json is not { } value)
            return NanRule.Nan;
        string? word = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return NanOf(word) ?? throw source.Wrong("nan", "\"below\", \"above\" or \"nan\"", JsonWords.Of(value));
    }
}
