using OneBit.IR;
using OneBit.Tensors;
using OneBit.TfLite.Schema;
using F = OneBit.TfLite.Schema.OptionFields;

namespace OneBit.TfLite.Codecs;

/// <summary>Functions of one, two or three elements, conversions of the element type.</summary>
internal static class ElementwiseCodecs
{
    public static IReadOnlyList<OpCodec> Rows { get; } =
    [
        One(UnaryKind.Abs, BuiltinOperator.ABS, OptionsTable.Abs, 5, n => Versions.Input(n) switch { DType.Int32 => 5, DType.Int16 => n.Operands[0]!.Type.Quantization is null ? 4 : 3, DType.Int8 or DType.UInt8 => 2, _ => 1 }),
        One(UnaryKind.Neg, BuiltinOperator.NEG, OptionsTable.Neg),
        One(UnaryKind.Exp, BuiltinOperator.EXP, OptionsTable.Exp, 2, Versions.Narrow),
        One(UnaryKind.Log, BuiltinOperator.LOG, OptionsTable.None, 2, Versions.Narrow),
        One(UnaryKind.Sqrt, BuiltinOperator.SQRT),
        One(UnaryKind.Rsqrt, BuiltinOperator.RSQRT, OptionsTable.None, 3, Versions.Int8Int16),
        One(UnaryKind.Square, BuiltinOperator.SQUARE, OptionsTable.Square),
        One(UnaryKind.Sin, BuiltinOperator.SIN),
        One(UnaryKind.Cos, BuiltinOperator.COS, OptionsTable.Cos),
        One(UnaryKind.Tanh, BuiltinOperator.TANH, OptionsTable.None, 3, Versions.Int8Int16),
        One(UnaryKind.Logistic, BuiltinOperator.LOGISTIC, OptionsTable.None, 3, Versions.Int8Int16),
        One(UnaryKind.Relu, BuiltinOperator.RELU, OptionsTable.None, 3, n => Versions.Input(n) == DType.Int16 ? 3 : Versions.Bytes(n)),
        One(UnaryKind.Relu6, BuiltinOperator.RELU6, OptionsTable.None, 3, Versions.Int8Int16),
        One(UnaryKind.ReluN1To1, BuiltinOperator.RELU_N1_TO_1),
        One(UnaryKind.HardSwish, BuiltinOperator.HARD_SWISH, OptionsTable.HardSwish),
        One(UnaryKind.Elu, BuiltinOperator.ELU),
        new BuiltinCodec<Unary>(BuiltinOperator.GELU, OptionsTable.Gelu)
        {
            MaxVersion = 2,
            VersionOf = Versions.Bytes,
            When = (op, _) => op.Kind is UnaryKind.Gelu or UnaryKind.GeluTanh,
            Decode = (o, _) => new Unary { Kind = o.Bool(F.Gelu.Approximate) ? UnaryKind.GeluTanh : UnaryKind.Gelu },
            Encode = (op, w, _) => w.Bool(F.Gelu.Approximate, op.Kind == UnaryKind.GeluTanh),
        },
        One(UnaryKind.Floor, BuiltinOperator.FLOOR),
        One(UnaryKind.Ceil, BuiltinOperator.CEIL),
        One(UnaryKind.Round, BuiltinOperator.ROUND),
        One(UnaryKind.Sign, BuiltinOperator.SIGN, OptionsTable.Sign, 2, n => Versions.Input(n) == DType.Int32 ? 2 : 1),
        One(UnaryKind.LogicalNot, BuiltinOperator.LOGICAL_NOT, OptionsTable.LogicalNot),
        One(UnaryKind.ZerosLike, BuiltinOperator.ZEROS_LIKE, OptionsTable.ZerosLike),
        Arithmetic(BinaryKind.Add, BuiltinOperator.ADD, OptionsTable.Add, 5, n => Versions.Input(n) switch { DType.Int16 => n.Operands[0]!.Type.Quantization is null ? 5 : 3, DType.Int64 => 4, DType.Int8 => 2, _ => 1 }),
        Arithmetic(BinaryKind.Sub, BuiltinOperator.SUB, OptionsTable.Sub, 5, n => Versions.Input(n) switch { DType.Int16 => 5, DType.Int64 => 4, _ => Versions.BroadcastsBeyond4D(n) ? 3 : Versions.Int8(n) }),
        Arithmetic(BinaryKind.Mul, BuiltinOperator.MUL, OptionsTable.Mul, 7, MulVersion),
        Arithmetic(BinaryKind.Div, BuiltinOperator.DIV, OptionsTable.Div, 2, n => Versions.BroadcastsBeyond4D(n) ? 2 : 1),
        Two(BinaryKind.Maximum, BuiltinOperator.MAXIMUM, OptionsTable.MaximumMinimum, 4, ExtremeVersion),
        Two(BinaryKind.Minimum, BuiltinOperator.MINIMUM, OptionsTable.MaximumMinimum, 4, ExtremeVersion),
        Two(BinaryKind.Pow, BuiltinOperator.POW, OptionsTable.Pow, 1, Versions.One),
        Two(BinaryKind.SquaredDifference, BuiltinOperator.SQUARED_DIFFERENCE, OptionsTable.SquaredDifference, 2, Versions.Int8),
        Two(BinaryKind.FloorDiv, BuiltinOperator.FLOOR_DIV, OptionsTable.FloorDiv, 3, n => Versions.Input(n) switch { DType.Int8 or DType.Int16 => 3, DType.Float32 => 2, _ => 1 }),
        Two(BinaryKind.FloorMod, BuiltinOperator.FLOOR_MOD, OptionsTable.FloorMod, 2, Versions.Narrow),
        Two(BinaryKind.LogicalAnd, BuiltinOperator.LOGICAL_AND, OptionsTable.LogicalAnd, 1, Versions.One),
        Two(BinaryKind.LogicalOr, BuiltinOperator.LOGICAL_OR, OptionsTable.LogicalOr, 1, Versions.One),
        Compared(CompareKind.Equal, BuiltinOperator.EQUAL, OptionsTable.Equal, 4, n => Versions.Input(n) == DType.Int16 ? 4 : Versions.Int8(n)),
        Compared(CompareKind.NotEqual, BuiltinOperator.NOT_EQUAL, OptionsTable.NotEqual, 3, Versions.Int8),
        Compared(CompareKind.Greater, BuiltinOperator.GREATER, OptionsTable.Greater, 2, Versions.Int8),
        Compared(CompareKind.GreaterEqual, BuiltinOperator.GREATER_EQUAL, OptionsTable.GreaterEqual, 3, Versions.Int8Int16),
        Compared(CompareKind.Less, BuiltinOperator.LESS, OptionsTable.Less, 3, Versions.Int8Int16),
        Compared(CompareKind.LessEqual, BuiltinOperator.LESS_EQUAL, OptionsTable.LessEqual, 2, Versions.Int8),
        new BuiltinCodec<Select>(BuiltinOperator.SELECT, OptionsTable.Select)
        {
            MaxVersion = 4,
            VersionOf = n => Versions.Input(n) == DType.UInt32 ? 4 : n.Operands.Any(o => o!.Type.Shape.Rank == 5) ? 3 : Versions.Int8(n),
            When = (op, _) => op.Legacy,
            Decode = (_, _) => new Select { Legacy = true },
        },
        new BuiltinCodec<Select>(BuiltinOperator.SELECT_V2, OptionsTable.SelectV2) { MaxVersion = 2, When = (op, _) => !op.Legacy },
        new BuiltinCodec<LeakyRelu>(BuiltinOperator.LEAKY_RELU, OptionsTable.LeakyRelu)
        {
            MaxVersion = 2,
            VersionOf = n => Versions.Input(n) == DType.Int16 ? 2 : 1,
            Decode = (o, _) => new LeakyRelu { Alpha = o.Float(F.LeakyRelu.Alpha) },
            Encode = (op, w, _) => w.Float(F.LeakyRelu.Alpha, op.Alpha),
        },
        new BuiltinCodec<PRelu>(BuiltinOperator.PRELU) { MaxVersion = 1 },
        new BuiltinCodec<Softmax>(BuiltinOperator.SOFTMAX, OptionsTable.Softmax)
        {
            MaxVersion = 3,
            VersionOf = Versions.Int8Int16,
            Decode = (o, r) => new Softmax { Beta = o.Float(F.Softmax.Beta), Wide = r.Result(0).Type.Element == DType.Int16 && r.Operand(0)?.Type.Element == DType.Int8 },
            Encode = (op, w, _) => w.Float(F.Softmax.Beta, op.Beta),
        },
        new BuiltinCodec<LogSoftmax>(BuiltinOperator.LOG_SOFTMAX, OptionsTable.LogSoftmax) { MaxVersion = 2, VersionOf = Versions.Int8 },
        new BuiltinCodec<Cast>(BuiltinOperator.CAST, OptionsTable.Cast)
        {
            MaxVersion = 5,
            VersionOf = CastVersion,
            Decode = (_, r) => new Cast { To = r.Result(0).Type.Element },
            Encode = (op, w, n) => w.Byte(F.Cast.From, ElementTypes.NumberOf(Versions.Input(n))).Byte(F.Cast.To, ElementTypes.NumberOf(op.To)),
        },
        new BuiltinCodec<Quantize>(BuiltinOperator.QUANTIZE, OptionsTable.Quantize)
        {
            MaxVersion = 3,
            VersionOf = n => n.Results[0].Type is { Quantization.IsPerChannel: true } ? 3 : n.Results[0].Type.Element == DType.Int16 ? 2 : 1,
            Decode = (_, r) => new Quantize { Output = r.Result(0).Type.Element },
        },
        new BuiltinCodec<Dequantize>(BuiltinOperator.DEQUANTIZE, OptionsTable.Dequantize)
        {
            MaxVersion = 5,
            VersionOf = n => Versions.Input(n) switch { DType.Int16 or DType.Float16 => 3, DType.Int8 => n.Operands[0]!.Type.Quantization is { IsPerChannel: true } ? 5 : 2, _ => 1 },
        },
    ];

    private static BuiltinCodec<Unary> One(UnaryKind kind, BuiltinOperator code, OptionsTable options = OptionsTable.None, int maxVersion = 1, Func<Node, int>? version = null) => new(code, options)
    {
        MaxVersion = maxVersion,
        VersionOf = version ?? Versions.One,
        When = (op, _) => op.Kind == kind,
        Decode = (_, _) => new Unary { Kind = kind },
    };

    private static BuiltinCodec<Binary> Arithmetic(BinaryKind kind, BuiltinOperator code, OptionsTable options, int maxVersion, Func<Node, int> version) => new(code, options)
    {
        MaxVersion = maxVersion,
        VersionOf = version,
        When = (op, _) => op.Kind == kind,
        Decode = (o, _) => new Binary { Kind = kind, Activation = o.Activation(F.Arithmetic.Activation) },
        Encode = (op, w, _) => w.Byte(F.Arithmetic.Activation, (int)op.Activation),
    };

    private static BuiltinCodec<Binary> Two(BinaryKind kind, BuiltinOperator code, OptionsTable options, int maxVersion, Func<Node, int> version) => new(code, options)
    {
        MaxVersion = maxVersion,
        VersionOf = version,
        When = (op, _) => op.Kind == kind && op.Activation == Activation.None,
        Decode = (_, _) => new Binary { Kind = kind },
    };

    private static BuiltinCodec<Compare> Compared(CompareKind kind, BuiltinOperator code, OptionsTable options, int maxVersion, Func<Node, int> version) => new(code, options)
    {
        MaxVersion = maxVersion,
        VersionOf = version,
        When = (op, _) => op.Kind == kind,
        Decode = (_, _) => new Compare { Kind = kind },
    };

    private static int ExtremeVersion(Node node) => Versions.Input(node) == DType.Int16 ? 4 : Versions.BroadcastsBeyond4D(node) ? 3 : Versions.Int8(node);

    private static int MulVersion(Node node)
    {
        TensorType left = node.Operands[0]!.Type;
        switch (left.Element)
        {
            case DType.UInt32:
                return 7;
            case DType.Int64:
                return 5;
            case DType.Int16:
                return left.Quantization is null ? 7 : 4;
        }
        bool grows = left.Quantization is { } a && node.Operands[1]!.Type.Quantization is { } b && node.Results[0].Type.Quantization is { } y && a.Scale * b.Scale / y.Scale >= 1;
        return grows ? 3 : Versions.Int8(node);
    }

    private static int CastVersion(Node node)
    {
        (DType from, DType to) = (Versions.Input(node), node.Results[0].Type.Element);
        bool Has(DType a, DType b) => from == a || to == a || from == b || to == b;
        return Has(DType.Float64, DType.Float16) ? 5 : Has(DType.UInt16, DType.UInt16) ? 4 : Has(DType.Int8, DType.Int8) ? 3 : Has(DType.UInt32, DType.UInt32) ? 2 : 1;
    }
}
