using OneBit.Layers;

namespace OneBit.Converter;

/// <summary>The kinds of layers and activations that a user can describe.</summary>
internal static class CustomLayers
{
    private const int MaxGroups = 1 << 20;
    private const int MaxBits = 16;

    private static readonly (string Key, Func<CustomSource, CustomMembers, Func<CustomObject, Layer>> Read)[] Kinds =
    [
        ("channel_shuffle", ChannelShuffle),
        ("affine", Affine),
        ("fake_quant", FakeQuantize),
        ("clip", (source, members) => Clip(source, members)),
    ];

    /// <summary>Reads a layer.</summary>
    /// <exception cref="IR.ModelFormatException">It is of no known kind, or a key is missing, unknown or wrong.</exception>
    public static Func<CustomObject, Layer> Read(CustomSource source, CustomMembers members)
    {
        foreach ((string key, Func<CustomSource, CustomMembers, Func<CustomObject, Layer>> read) in Kinds)
        {
            if (members.Find(key) is null)
                continue;
            members.Only(key);
            return read(source, members);
        }
        throw source.Wrong("its kind", $"one of {string.Join(", ", Kinds.Select(kind => kind.Key))}", "none");
    }

    /// <summary>Reads an activation: <c>clip</c>.</summary>
    /// <exception cref="IR.ModelFormatException">A key is missing, unknown or wrong.</exception>
    public static Func<CustomObject, Layer> ReadActivation(CustomSource source, CustomMembers members)
    {
        members.Only("clip");
        return Clip(source, members);
    }

    private static Func<CustomObject, Layer> Clip(CustomSource source, CustomMembers members)
    {
        (CustomValue low, CustomValue high) = members.Pair("clip");
        return instance =>
        {
            (float least, float most) = (low.ScalarOf(instance), high.ScalarOf(instance));
            return least <= most ? new Clip(least, most) : throw source.Wrong("clip", "a lower bound, then an upper one", $"[{least}, {most}]");
        };
    }

    private static Func<CustomObject, Layer> ChannelShuffle(CustomSource source, CustomMembers members)
    {
        CustomMembers shuffle = members.Object("channel_shuffle");
        shuffle.Only("groups");
        CustomValue groups = shuffle.Value("groups");
        return instance => new ChannelShuffle(CustomCount.Of(groups, instance, 1, MaxGroups));
    }

    private static Func<CustomObject, Layer> Affine(CustomSource source, CustomMembers members)
    {
        CustomMembers affine = members.Object("affine");
        affine.Only("scale", "offset");
        CustomValue? scale = affine.Find("scale") is null ? null : affine.Value("scale");
        CustomValue? offset = affine.Find("offset") is null ? null : affine.Value("offset");
        if (scale is null && offset is null)
            throw source.Wrong("affine", "a scale or an offset", "neither");
        return instance => new Affine(scale?.LiteralOf(instance), offset?.LiteralOf(instance));
    }

    private static Func<CustomObject, Layer> FakeQuantize(CustomSource source, CustomMembers members)
    {
        CustomMembers fake = members.Object("fake_quant");
        fake.Only("bits", "min", "max", "narrow_range");
        CustomValue bits = fake.Value("bits");
        CustomValue min = fake.Value("min");
        CustomValue max = fake.Value("max");
        CustomFlag narrow = fake.Flag("narrow_range");
        return instance =>
        {
            (float least, float most) = (min.ScalarOf(instance), max.ScalarOf(instance));
            return least < most && float.IsFinite(most - least)
                ? new FakeQuantizer(least, most, CustomCount.Of(bits, instance, 2, MaxBits)) { NarrowRange = narrow.Of(instance) }
                : throw source.Wrong("fake_quant", "min below max", $"{least} and {most}");
        };
    }
}
