using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Converter.Keras;

/// <summary>Functions of each element.</summary>
internal static class PointwiseFunctions
{
    private static readonly (UnaryKind Kind, string[] Names)[] Unaries =
    [
        (UnaryKind.Abs, ["abs", "absolute"]),
        (UnaryKind.Neg, ["negative", "neg"]),
        (UnaryKind.Exp, ["exp"]),
        (UnaryKind.Log, ["log"]),
        (UnaryKind.Sqrt, ["sqrt"]),
        (UnaryKind.Rsqrt, ["rsqrt"]),
        (UnaryKind.Square, ["square"]),
        (UnaryKind.Sin, ["sin"]),
        (UnaryKind.Cos, ["cos"]),
        (UnaryKind.Tanh, ["tanh"]),
        (UnaryKind.Logistic, ["sigmoid"]),
        (UnaryKind.Relu, ["relu"]),
        (UnaryKind.Relu6, ["relu6"]),
        (UnaryKind.Elu, ["elu"]),
        (UnaryKind.Floor, ["floor"]),
        (UnaryKind.Ceil, ["ceil"]),
        (UnaryKind.Round, ["round"]),
        (UnaryKind.Sign, ["sign"]),
        (UnaryKind.LogicalNot, ["logical_not"]),
        (UnaryKind.ZerosLike, ["zeros_like"]),
    ];

    private static readonly (BinaryKind Kind, string[] Names)[] Binaries =
    [
        (BinaryKind.Add, ["add", "add_v2", "bias_add"]),
        (BinaryKind.Sub, ["subtract", "sub"]),
        (BinaryKind.Mul, ["multiply", "mul"]),
        (BinaryKind.Div, ["truediv", "true_divide", "divide", "div", "realdiv"]),
        (BinaryKind.Maximum, ["maximum"]),
        (BinaryKind.Minimum, ["minimum"]),
        (BinaryKind.Pow, ["pow", "power"]),
        (BinaryKind.SquaredDifference, ["squared_difference"]),
        (BinaryKind.FloorDiv, ["floordiv", "floor_divide"]),
        (BinaryKind.FloorMod, ["mod", "floormod"]),
        (BinaryKind.LogicalAnd, ["logical_and"]),
        (BinaryKind.LogicalOr, ["logical_or"]),
    ];

    private static readonly (CompareKind Kind, string[] Names)[] Comparisons =
    [
        (CompareKind.Equal, ["equal", "eq"]),
        (CompareKind.NotEqual, ["not_equal", "ne"]),
        (CompareKind.Greater, ["greater", "gt"]),
        (CompareKind.GreaterEqual, ["greater_equal", "ge"]),
        (CompareKind.Less, ["less", "lt"]),
        (CompareKind.LessEqual, ["less_equal", "le"]),
    ];

    private static readonly Dictionary<string, DType> Types = new(StringComparer.Ordinal)
    {
        ["float32"] = DType.Float32,
        ["int32"] = DType.Int32,
        ["int64"] = DType.Int64,
        ["bool"] = DType.Bool,
        ["int8"] = DType.Int8,
        ["uint8"] = DType.UInt8,
    };

    /// <summary>Adds the rows.</summary>
    public static void AddTo(IDictionary<string, Func<OpCall, IReadOnlyList<Value>>> table)
    {
        foreach ((UnaryKind kind, string[] names) in Unaries)
            table.Add(c => [c.Graph.Emit(new Unary { Kind = kind }, Input(c))], names);
        foreach ((BinaryKind kind, string[] names) in Binaries)
            table.Add(c => [Binary(c, kind)], names);
        foreach ((CompareKind kind, string[] names) in Comparisons)
            table.Add(c => [Compare(c, kind)], names);
        table.Add(c => [c.Graph.Emit(new Unary { Kind = c.Find(1, "approximate")?.Plain.ValueKind == System.Text.Json.JsonValueKind.True ? UnaryKind.GeluTanh : UnaryKind.Gelu }, Input(c))], "gelu");
        table.Add(c => [Input(c)], "identity", "stop_gradient", "ensure_shape");
        table.Add(c => [c.Graph.Emit(new LeakyRelu { Alpha = c.Number(1, "alpha", "negative_slope") ?? 0.2f }, Input(c))], "leaky_relu");
        table.Add(c => [Axis(c, Input(c)) ? c.Graph.Emit(new Softmax { Beta = 1 }, Input(c)) : Input(c)], "softmax");
        table.Add(c => [Axis(c, Input(c)) ? c.Graph.Emit(new LogSoftmax(), Input(c)) : Input(c)], "log_softmax");
        table.Add(c => [c.Graph.Emit(new Cast { To = Type(c) }, Input(c))], "cast");
        table.Add(c => [LogGamma.Of(c.Graph, Input(c))], "lgamma");
        table.Add(Clip, "clip_by_value", "clip");
        table.Add(FakeQuantize, "fake_quant_with_min_max_args", "fake_quant_with_min_max_vars");
        table.Add(Where, "where");
        table.Add(c => [c.Graph.Emit(new Binary { Kind = BinaryKind.Add }, c.Graph.Emit(new Unary { Kind = UnaryKind.ZerosLike }, Input(c)), Number(c, 1, Input(c)))], "ones_like");
        table.Add(c => [c.Graph.Emit(new Binary { Kind = BinaryKind.Div }, Number(c, 1, Input(c)), Input(c))], "reciprocal");
    }

    /// <summary>The first argument, by any of its names.</summary>
    public static Value Input(OpCall call)
    {
        Operand? found = call.Find(0, "x", "input", "inputs", "features", "tensor", "image", "value", "input_tensor", "logits", "a");
        return found?.Value ?? throw call.Unsupported("no tensor as its first argument");
    }

    private static Value Binary(OpCall call, BinaryKind kind)
    {
        (Value left, Value right) = call.Function.EndsWith("bias_add", StringComparison.Ordinal) ? call.Pair("value", "bias") : call.Pair();
        return call.Graph.Emit(new Binary { Kind = kind }, left, right);
    }

    private static Value Compare(OpCall call, CompareKind kind)
    {
        (Value left, Value right) = call.Pair();
        return call.Graph.Emit(new Compare { Kind = kind }, left, right);
    }

    private static Value Number(OpCall call, double number, Value like) => call.Graph.Emit(like.Type.Element switch
    {
        DType.Float32 => Literal.Scalar((float)number),
        DType.Int32 => Literal.Scalar((int)number),
        DType.Int64 => Literal.Scalar((long)number),
        _ => throw call.Unsupported($"elements of {like.Type.Element.Name()}"),
    });

    // min(max(x, low), high), in TensorFlow's order.
    private static IReadOnlyList<Value> Clip(OpCall call)
    {
        Value x = Input(call);
        Value low = call.Find(1, "clip_value_min", "x_min") is { Value: { } given } ? given : Number(call, call.Number(1, "clip_value_min", "x_min") ?? throw call.Unsupported("no lower bound"), x);
        Value high = call.Find(2, "clip_value_max", "x_max") is { Value: { } given2 } ? given2 : Number(call, call.Number(2, "clip_value_max", "x_max") ?? throw call.Unsupported("no upper bound"), x);
        return [call.Graph.Emit(new Binary { Kind = BinaryKind.Maximum }, call.Graph.Emit(new Binary { Kind = BinaryKind.Minimum }, x, high), low)];
    }

    // The bounds of the one are numbers with these defaults, those of the other may be trained.
    private static IReadOnlyList<Value> FakeQuantize(OpCall call)
    {
        float min = call.Number(1, "min") ?? -6, max = call.Number(2, "max") ?? 6;
        int bits = call.Integer(3, "num_bits") ?? 8;
        return min < max && float.IsFinite(max - min) && bits is >= 2 and <= 16
            ? [call.Graph.Emit(new FakeQuantize { Min = min, Max = max, Bits = bits, NarrowRange = call.Flag(4, "narrow_range") }, Input(call))]
            : throw call.Unsupported($"min = {min}, max = {max}, num_bits = {bits}");
    }

    private static IReadOnlyList<Value> Where(OpCall call)
    {
        Value condition = call.Tensor(0, "condition", DType.Bool);
        DType element = call.Find(1, "x", "x1")?.Value?.Type.Element ?? call.Find(2, "y", "x2")?.Value?.Type.Element ?? DType.Float32;
        return [call.Graph.Emit(new Select(), condition, call.Tensor(1, "x", element), call.Tensor(2, "y", element))];
    }

    private static bool Axis(OpCall call, Value x) =>
        call.Integer(1, "axis", "dim") is not { } axis || axis == -1 || axis == x.Type.Shape.Rank - 1 ? true : throw call.Unsupported($"axis = {axis}");

    private static DType Type(OpCall call) => call.Text(1, "dtype") is { } name && Types.TryGetValue(name, out DType type)
        ? type
        : throw call.Unsupported($"dtype = {call.Find(1, "dtype")?.Plain.Brief() ?? "nothing"}");
}
