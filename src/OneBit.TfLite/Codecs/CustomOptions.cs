using OneBit.IR;
using OneBit.TfLite.FlexBuffers;

namespace OneBit.TfLite.Codecs;

/// <summary>Options of a custom operator: a FlexBuffers map.</summary>
internal readonly struct CustomOptions(FlexValue map)
{
    /// <summary>Reads the map.</summary>
    /// <exception cref="ModelFormatException">There are no options, or they are no map.</exception>
    public static CustomOptions From(ReadOnlyMemory<byte> document)
    {
        if (document.IsEmpty)
            throw new ModelFormatException("has no options: convert the model again") { Expected = "a map of options", Actual = "nothing" };
        FlexValue root = FlexValue.Root(document);
        return root.Type == FlexType.Map ? new CustomOptions(root) : throw new ModelFormatException($"the operator's options are a value of type {root.Type}, not a map: convert the model again") { Expected = "a map", Actual = $"{root.Type}" };
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int Int(string key, int least, int most = int.MaxValue, int? absent = null)
    {
        if (map.Find(key) is not { } value)
            return absent ?? throw new ModelFormatException($"the option {key} is missing: convert the model again") { Expected = key, Actual = "none" };
        long number = value.Int64();
        if (number < least || number > most)
        {
            string range = most == int.MaxValue ? $"at least {least}" : $"{least} to {most}";
            throw new ModelFormatException($"the option {key} is {number}, it has to be {range}: convert the model again") { Expected = range, Actual = $"{number}" };
        }
        return (int)number;
    }

    public Size2D Size(string height, string width) => new(Int(height, 1), Int(width, 1));

    /// <summary>A word, or "" where the key is missing.</summary>
    public string Text(string key) => map.Find(key)?.Text() ?? string.Empty;

    /// <summary>A list of four numbers for NHWC whose first and last are 1.</summary>
    public Size2D SpatialOfNhwc(string key)
    {
        FlexValue list = map.Find(key) ?? throw new ModelFormatException($"the option {key} is missing: convert the model again") { Expected = key, Actual = "none" };
        if (list.Count != 4 || list[0].Int64() != 1 || list[3].Int64() != 1 || list[1].Int64() is < 1 or > int.MaxValue || list[2].Int64() is < 1 or > int.MaxValue)
            throw new ModelFormatException($"the option {key} is not of the form [1, height, width, 1]: convert the model again") { Expected = "[1, height, width, 1]" };
        return new Size2D((int)list[1].Int64(), (int)list[2].Int64());
    }
}
