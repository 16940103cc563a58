using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Converter.Keras;

/// <summary>Convolutions and pooling as functions: NHWC, filters HWIO.</summary>
internal static class WindowFunctions
{
    /// <summary>Adds the rows.</summary>
    public static void AddTo(IDictionary<string, Func<OpCall, IReadOnlyList<Value>>> table)
    {
        table.Add(Convolution, "conv2d");
        table.Add(c => [Pool(c, PoolKind.Max)], "max_pool", "max_pool2d");
        table.Add(c => [Pool(c, PoolKind.Average)], "avg_pool", "avg_pool2d");
    }

    private static IReadOnlyList<Value> Convolution(OpCall call)
    {
        Value x = PointwiseFunctions.Input(call);
        Value kernel = call.Find(1, "filters", "filter", "kernel")?.Value ?? call.Tensor(1, call.Find(1, "filter") is null ? "filters" : "filter");
        ChannelsLast(call);
        if (x.Type.Shape.Rank != 4 || kernel.Type.Shape.Rank != 4)
            throw call.Unsupported($"an input {x.Type} and a filter {kernel.Type}");
        Value filter = call.Graph.Emit(new Transpose(), kernel, call.Graph.Emit(Literal.Vector(3, 0, 1, 2)));
        var conv = new Conv2D { Stride = Size(call, 2, "strides"), Padding = Border(call), Dilation = Size(call, call.Function.Contains("v1", StringComparison.Ordinal) ? 6 : 5, "dilations", "dilation_rate") };
        return [call.Graph.Emit(conv, x, filter)];
    }

    private static Value Pool(OpCall call, PoolKind kind)
    {
        ChannelsLast(call);
        Size2D filter = Size(call, 1, "ksize", "pool_size");
        var pool = new Pool2D { Kind = kind, Filter = filter, Stride = call.Find(2, "strides") is null ? filter : Size(call, 2, "strides"), Padding = Border(call) };
        return call.Graph.Emit(pool, PointwiseFunctions.Input(call));
    }

    // 1, [1, 1] or [1, height, width, 1].
    private static Size2D Size(OpCall call, int position, params ReadOnlySpan<string> names) => call.Integers(position, names) switch
    {
        null => Size2D.One,
        [var both] => new(both, both),
        [var height, var width] => new(height, width),
        [1, var height, var width, 1] => new(height, width),
        var other => throw call.Unsupported($"{names[0]} = [{string.Join(", ", other)}]"),
    };

    private static Padding Border(OpCall call) => call.Text(3, "padding")?.ToUpperInvariant() switch
    {
        "SAME" => Padding.Same,
        null or "VALID" => Padding.Valid,
        var other => throw call.Unsupported($"padding = {other}"),
    };

    private static void ChannelsLast(OpCall call)
    {
        if (call.Text(-1, "data_format") is { } format && format is not ("NHWC" or "channels_last"))
            throw call.Unsupported($"data_format = {format}");
    }
}
