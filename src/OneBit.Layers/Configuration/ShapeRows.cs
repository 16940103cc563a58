using System.Collections.Immutable;
using System.Text.Json;
using OneBit.IR;

namespace OneBit.Layers;

/// <summary>Rows of layers that move, join and pool.</summary>
internal static class ShapeRows
{
    public static IEnumerable<KeyValuePair<string, Func<LayerConfig, Layer>>> All { get; } =
    [
        Merging("Add", MergeKind.Add),
        Merging("Subtract", MergeKind.Subtract),
        Merging("Multiply", MergeKind.Multiply),
        Merging("Average", MergeKind.Average),
        Merging("Maximum", MergeKind.Maximum),
        Merging("Minimum", MergeKind.Minimum),
        new("Concatenate", c => new Concatenate(c.Int("axis", -1)) { Name = c.Layer }),
        new("Flatten", c => ChannelsLast(c, new Flatten { Name = c.Layer })),
        new("Reshape", c => new ReshapeLayer(c.Ints("target_shape")) { Name = c.Layer }),
        new("Permute", c => new Permute(c.Ints("dims")) { Name = c.Layer }),
        new("RepeatVector", c => new RepeatVector(c.Int("n")) { Name = c.Layer }),
        new("ZeroPadding1D", c => new ZeroPadding(Amounts(c, "padding", 1)) { Name = c.Layer }),
        new("ZeroPadding2D", c => ChannelsLast(c, new ZeroPadding(Amounts(c, "padding", 2)) { Name = c.Layer })),
        new("ZeroPadding3D", c => ChannelsLast(c, new ZeroPadding(Amounts(c, "padding", 3)) { Name = c.Layer })),
        new("Cropping1D", c => new Cropping(Amounts(c, "cropping", 1)) { Name = c.Layer }),
        new("Cropping2D", c => ChannelsLast(c, new Cropping(Amounts(c, "cropping", 2)) { Name = c.Layer })),
        new("Cropping3D", c => ChannelsLast(c, new Cropping(Amounts(c, "cropping", 3)) { Name = c.Layer })),
        new("UpSampling1D", c => new UpSampling1D(c.Length("size", 2)) { Name = c.Layer }),
        new("UpSampling2D", UpSampling2D),
        new("MaxPooling1D", c => Pooling1D(c, PoolKind.Max)),
        new("AveragePooling1D", c => Pooling1D(c, PoolKind.Average)),
        new("MaxPooling2D", c => Pooling2D(c, PoolKind.Max)),
        new("AveragePooling2D", c => Pooling2D(c, PoolKind.Average)),
        new("MaxPool1D", c => Pooling1D(c, PoolKind.Max)),
        new("AvgPool1D", c => Pooling1D(c, PoolKind.Average)),
        new("MaxPool2D", c => Pooling2D(c, PoolKind.Max)),
        new("AvgPool2D", c => Pooling2D(c, PoolKind.Average)),
        .. Global("Max", PoolKind.Max),
        .. Global("Average", PoolKind.Average),
    ];

    private static KeyValuePair<string, Func<LayerConfig, Layer>> Merging(string name, MergeKind kind) => new(name, c => new Merge(kind) { Name = c.Layer });

    private static IEnumerable<KeyValuePair<string, Func<LayerConfig, Layer>>> Global(string name, PoolKind kind)
    {
        for (int dimensions = 1; dimensions <= 3; dimensions++)
        {
            int count = dimensions;
            yield return new($"Global{name}Pooling{count}D", c => ChannelsLast(c, new GlobalPooling(kind, count) { Name = c.Layer, KeepDims = c.Bool("keepdims", false) }));
        }
    }

    private static Layer Pooling1D(LayerConfig c, PoolKind kind) => ChannelsLast(c, new Pooling1D(kind)
    {
        Name = c.Layer,
        PoolSize = c.Length("pool_size", 2),
        Strides = c.Has("strides") ? c.Length("strides") : null,
        Padding = c.Border(),
    });

    private static Layer Pooling2D(LayerConfig c, PoolKind kind) => ChannelsLast(c, new Pooling2D(kind)
    {
        Name = c.Layer,
        PoolSize = c.Size("pool_size", new Size2D(2, 2)),
        Strides = c.Has("strides") ? c.Size("strides") : null,
        Padding = c.Border(),
    });

    private static Layer UpSampling2D(LayerConfig c) => ChannelsLast(c, new UpSampling2D
    {
        Name = c.Layer,
        Size = c.Size("size", new Size2D(2, 2)),
        Bilinear = c.Text("interpolation", "nearest") switch
        {
            "nearest" => false,
            "bilinear" => true,
            _ => throw c.Unsupported("interpolation"),
        },
    });

    // 1, [1, 2] or [[1, 1], [2, 2]]; in one dimension [before, after].
    private static ImmutableArray<(int Before, int After)> Amounts(LayerConfig c, string key, int dimensions)
    {
        JsonElement value = c.Raw(key);
        if (value.ValueKind == JsonValueKind.Undefined)
            return [.. Enumerable.Repeat((1, 1), dimensions)];
        bool nested = value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Number);
        int[] flat = nested ? [.. c.Floats(key).Select(v => (int)v)] : [.. c.Ints(key)];
        if (flat.Length > 0 && flat.All(v => v >= 0))
        {
            if (flat.Length == 1)
                return [.. Enumerable.Repeat((flat[0], flat[0]), dimensions)];
            if (flat.Length == 2 * dimensions && (nested || dimensions == 1))
                return [.. Enumerable.Range(0, dimensions).Select(i => (flat[2 * i], flat[(2 * i) + 1]))];
            if (flat.Length == dimensions)
                return [.. flat.Select(v => (v, v))];
        }
        throw c.Wrong(key, $"amounts for {dimensions} dimensions");
    }

    private static Layer ChannelsLast(LayerConfig c, Layer layer)
    {
        c.ChannelsLast();
        return layer;
    }
}
