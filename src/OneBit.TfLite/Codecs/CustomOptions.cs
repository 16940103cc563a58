using System.Collections.Immutable;
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
            return absent ?? throw Missing(key);
        long number = value.Int64();
        if (number < least || number > most)
        {
            string range = most == int.MaxValue ? $"at least {least}" : $"{least} to {most}";
            throw new ModelFormatException($"the option {key} is {number}, it has to be {range}: convert the model again") { Expected = range, Actual = $"{number}" };
        }
        return (int)number;
    }

    /// <summary>0 or 1.</summary>
    public bool Bool(string key) => Int(key, 0, 1) != 0;

    /// <summary>A finite number, rounded to float32.</summary>
    public float Float(string key)
    {
        if (map.Find(key) is not { } value)
            throw Missing(key);
        float number = (float)value.Float64();
        return float.IsFinite(number) ? number : throw new ModelFormatException($"the option {key} is {number}, it has to be finite: convert the model again") { Expected = "a finite number", Actual = $"{number}" };
    }

    /// <summary>A list of whole numbers, each from <paramref name="least"/> up, none longer than <paramref name="longest"/>.</summary>
    public ImmutableArray<int> Ints(string key, int least, int longest)
    {
        if (map.Find(key) is not { } list)
            throw Missing(key);
        int count = list.Count;
        if (count > longest)
            throw new ModelFormatException($"the option {key} has {count} numbers, at most {longest} make sense: convert the model again") { Expected = $"at most {longest}", Actual = $"{count}" };
        var numbers = ImmutableArray.CreateBuilder<int>(count);
        for (int i = 0; i < count; i++)
        {
            long number = list[i].Int64();
            if (number < least || number > int.MaxValue)
                throw new ModelFormatException($"the option {key} has {number}, it has to be at least {least}: convert the model again") { Expected = $"at least {least}", Actual = $"{number}" };
            numbers.Add((int)number);
        }
        return numbers.MoveToImmutable();
    }

    /// <summary>A member of an enumeration by its number.</summary>
    public T Enum<T>(string key)
        where T : struct, Enum
    {
        T[] members = System.Enum.GetValues<T>();
        return members[Int(key, 0, members.Length - 1)];
    }

    /// <summary>Checks the version of OneBit's own options, which is 1.</summary>
    /// <exception cref="UnsupportedModelException">A later version wrote them.</exception>
    public CustomOptions OfVersion1()
    {
        int version = Int("version", 1);
        return version == 1 ? this : throw new UnsupportedModelException($"has options of version {version}, this reader knows version 1: use a later OneBit", $"options of version {version}");
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

    private static ModelFormatException Missing(string key) => new($"the option {key} is missing: convert the model again") { Expected = key, Actual = "none" };
}
