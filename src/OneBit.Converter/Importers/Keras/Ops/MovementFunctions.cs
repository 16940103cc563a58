using System.Text.Json;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Converter.Keras;

/// <summary>Functions that move elements.</summary>
internal static class MovementFunctions
{
    /// <summary>Adds the rows.</summary>
    public static void AddTo(IDictionary<string, Func<OpCall, IReadOnlyList<Value>>> table)
    {
        table.Add(Concat, "concat", "concatenate");
        table.Add(c => [c.Graph.Emit(new Pack { Axis = c.Integer(1, "axis") ?? 0 }, [.. c.Tensors(0, "values")])], "stack");
        table.Add(c => Unstack(c, PointwiseFunctions.Input(c)), "unstack");
        table.Add(Split, "split");
        table.Add(Reshape, "reshape");
        table.Add(Transpose, "transpose");
        table.Add(c => [c.Graph.Emit(new ExpandDims(), PointwiseFunctions.Input(c), c.Graph.Emit(Literal.Scalar(c.Integer(1, "axis") ?? throw c.Unsupported("no axis"))))], "expand_dims");
        table.Add(c => [c.Graph.Emit(new Squeeze { Axes = [.. c.Integers(1, "axis", "squeeze_dims") ?? []] }, PointwiseFunctions.Input(c))], "squeeze");
        table.Add(Pad, "pad");
        table.Add(GetItem, "getitem");
        table.Add(c => [c.Graph.Emit(new DepthToSpace { Block = Block(c) }, PointwiseFunctions.Input(c))], "depth_to_space");
        table.Add(c => [c.Graph.Emit(new SpaceToDepth { Block = Block(c) }, PointwiseFunctions.Input(c))], "space_to_depth");
        table.Add(c => [c.Graph.Emit(new Tile(), PointwiseFunctions.Input(c), Ints(c.Graph, c.Integers(1, "multiples", "repeats") ?? throw c.Unsupported("no multiples")))], "tile");
    }

    private static Value Ints(Graph graph, params ReadOnlySpan<int> values) => graph.Emit(Literal.Vector(values));

    private static int Block(OpCall call) =>
        call.Text(-1, "data_format") is null or "NHWC" ? call.Integer(1, "block_size") ?? throw call.Unsupported("no block_size") : throw call.Unsupported("data_format");

    private static IReadOnlyList<Value> Concat(OpCall call)
    {
        IReadOnlyList<Value> values = call.Tensors(0, "values");
        return [call.Graph.Emit(new Concat { Axis = call.Integer(1, "axis") ?? (call.Function.EndsWith("concat", StringComparison.Ordinal) ? throw call.Unsupported("no axis") : -1) }, [.. values])];
    }

    private static IReadOnlyList<Value> Unstack(OpCall call, Value x)
    {
        int axis = call.Integer(2, "axis") ?? 0;
        int rank = x.Type.Shape.Rank;
        int position = axis < 0 ? axis + rank : axis;
        return position >= 0 && position < rank && x.Type.Shape[position] is > 0 and var count
            ? call.Graph.Add(new Unpack { Axis = axis, Count = count }, [x]).Results
            : throw call.Unsupported($"axis = {axis} of {x.Type}");
    }

    // A number says how many equal parts, a list how large each part is.
    private static IReadOnlyList<Value> Split(OpCall call)
    {
        Value x = PointwiseFunctions.Input(call);
        int axis = call.Integer(2, "axis") ?? 0;
        Value along = call.Graph.Emit(Literal.Scalar(axis));
        Operand parts = call.Find(1, "num_or_size_splits", "indices_or_sections") ?? throw call.Unsupported("no parts");
        if (parts.Plain.AsInteger() is { } count)
            return call.Graph.Add(new Split { Count = count }, [along, x]).Results;
        int[] sizes = call.Integers(1, "num_or_size_splits", "indices_or_sections") ?? [];
        if (call.Find(-1, "indices_or_sections") is not null)
            throw call.Unsupported("indices of cuts");
        return call.Graph.Add(new SplitV { Count = sizes.Length }, [x, Ints(call.Graph, sizes), along]).Results;
    }

    private static IReadOnlyList<Value> Reshape(OpCall call)
    {
        int[] shape = call.Integers(1, "shape", "newshape") ?? throw call.Unsupported("no shape");
        return [call.Graph.Emit(new Reshape(), PointwiseFunctions.Input(call), Ints(call.Graph, shape))];
    }

    private static IReadOnlyList<Value> Transpose(OpCall call)
    {
        Value x = PointwiseFunctions.Input(call);
        int[] permutation = call.Integers(1, "perm", "axes") ?? [.. Enumerable.Range(0, x.Type.Shape.Rank).Reverse()];
        return [call.Graph.Emit(new Transpose(), x, Ints(call.Graph, permutation))];
    }

    private static IReadOnlyList<Value> Pad(OpCall call)
    {
        Value x = PointwiseFunctions.Input(call);
        int[] pads = call.Integers(1, "paddings", "pad_width") ?? throw call.Unsupported("no paddings");
        if (pads.Length != 2 * x.Type.Shape.Rank)
            throw call.Unsupported($"{pads.Length} paddings for {x.Type}");
        Value amounts = call.Graph.Emit(Literal.Of<int>([pads.Length / 2, 2], pads));
        switch (call.Text(2, "mode")?.ToUpperInvariant())
        {
            case null or "CONSTANT":
                float value = call.Number(call.Function.Contains("v1", StringComparison.Ordinal) ? 4 : 3, "constant_values") ?? 0;
                if (value == 0)
                    return [call.Graph.Emit(new Pad(), x, amounts)];
                return x.Type.Element == DType.Float32
                    ? [call.Graph.Emit(new Pad(), x, amounts, call.Graph.Emit(Literal.Scalar(value)))]
                    : throw call.Unsupported($"constant_values = {value} for {x.Type}");
            case "REFLECT":
                return [call.Graph.Emit(new MirrorPad { Mode = MirrorPadMode.Reflect }, x, amounts)];
            case "SYMMETRIC":
                return [call.Graph.Emit(new MirrorPad { Mode = MirrorPadMode.Symmetric }, x, amounts)];
            case var mode:
                throw call.Unsupported($"mode = {mode}");
        }
    }

    // One entry per position: {"start", "stop", "step"} for a slice, a number for an element, None for a new axis, an ellipsis for all that is not spoken of.
    private static IReadOnlyList<Value> GetItem(OpCall call)
    {
        Value x = call.Find(0, "tensor", "x")?.Value ?? throw call.Unsupported("no tensor");
        JsonElement plain = (call.Find(1, "slice_spec", "key") ?? throw call.Unsupported("no slice")).Plain;
        if (plain.Text("class_name") is "__tuple__" && plain.Find("items") is { } items)
            plain = items;
        JsonElement[] entries = plain.ValueKind == JsonValueKind.Array ? [.. plain.EnumerateArray()] : [plain];
        var (begin, end, step) = (new int[entries.Length], new int[entries.Length], new int[entries.Length]);
        var slice = new StridedSlice();
        for (int i = 0; i < entries.Length; i++)
        {
            JsonElement entry = entries[i];
            int bit = 1 << i;
            step[i] = 1;
            if (i >= 31)
                throw call.Unsupported("more than 31 indices");
            if (entry.AsInteger() is { } index)
            {
                (begin[i], end[i]) = (index, index + 1);
                slice = slice with { ShrinkAxisMask = slice.ShrinkAxisMask | bit };
            }
            else if (entry.ValueKind == JsonValueKind.Null)
            {
                slice = slice with { NewAxisMask = slice.NewAxisMask | bit };
            }
            else if (entry.AsText() is "..." || entry.Text("class_name") is "__ellipsis__")
            {
                slice = slice with { EllipsisMask = slice.EllipsisMask | bit };
            }
            else
            {
                JsonElement range = entry.Text("class_name") is "__slice__" && entry.Find("config") is { } wrapped ? wrapped : entry;
                int? start = Bound(call, range, "start"), stop = Bound(call, range, "stop");
                (begin[i], end[i], step[i]) = (start ?? 0, stop ?? 0, Bound(call, range, "step") ?? 1);
                slice = slice with { BeginMask = slice.BeginMask | (start is null ? bit : 0), EndMask = slice.EndMask | (stop is null ? bit : 0) };
            }
        }
        return [call.Graph.Emit(slice, x, Ints(call.Graph, begin), Ints(call.Graph, end), Ints(call.Graph, step))];
    }

    private static int? Bound(OpCall call, JsonElement range, string name) => range.ValueKind != JsonValueKind.Object
        ? throw call.Unsupported($"an index {range.Brief()}")
        : range.Find(name) is { } found ? found.AsInteger() ?? throw call.Unsupported($"{name} = {found.Brief()}") : null;
}
