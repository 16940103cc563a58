using OneBit.IR;
using OneBit.Tensors;
using OneBit.TfLite.Schema;
using F = OneBit.TfLite.Schema.OptionFields;

namespace OneBit.TfLite.Codecs;

/// <summary>Reductions and searches.</summary>
internal static class ReductionCodecs
{
    public static IReadOnlyList<OpCodec> Rows { get; } =
    [
        Reduction(ReduceKind.Mean, BuiltinOperator.MEAN, 3, Versions.Int8Int16),
        Reduction(ReduceKind.Sum, BuiltinOperator.SUM, 2, Versions.Int8),
        Reduction(ReduceKind.Max, BuiltinOperator.REDUCE_MAX, 3, Versions.Int8Int16),
        Reduction(ReduceKind.Min, BuiltinOperator.REDUCE_MIN, 3, Versions.Int8Int16),
        Reduction(ReduceKind.Product, BuiltinOperator.REDUCE_PROD, 2, Versions.Narrow),
        Reduction(ReduceKind.Any, BuiltinOperator.REDUCE_ANY, 1, Versions.One),
        Reduction(ReduceKind.All, BuiltinOperator.REDUCE_ALL, 1, Versions.One),
        Extreme(ArgReduceKind.Max, BuiltinOperator.ARG_MAX, OptionsTable.ArgMax),
        Extreme(ArgReduceKind.Min, BuiltinOperator.ARG_MIN, OptionsTable.ArgMin),
        new BuiltinCodec<TopK>(BuiltinOperator.TOPK_V2, OptionsTable.TopK) { MaxVersion = 3, VersionOf = Versions.Int8Int16 },
    ];

    private static BuiltinCodec<Reduce> Reduction(ReduceKind kind, BuiltinOperator code, int maxVersion, Func<Node, int> version) => new(code, OptionsTable.Reducer)
    {
        MaxVersion = maxVersion,
        VersionOf = version,
        When = (op, _) => op.Kind == kind,
        Decode = (o, _) => new Reduce { Kind = kind, KeepDims = o.Bool(F.Reducer.KeepDims) },
        Encode = (op, w, _) => w.Bool(F.Reducer.KeepDims, op.KeepDims),
    };

    private static BuiltinCodec<ArgReduce> Extreme(ArgReduceKind kind, BuiltinOperator code, OptionsTable options) => new(code, options)
    {
        MaxVersion = 3,
        VersionOf = n => Versions.Input(n) == DType.Bool ? 3 : Versions.Int8(n),
        When = (op, _) => op.Kind == kind,
        Decode = (_, r) => new ArgReduce { Kind = kind, Output = r.Result(0).Type.Element },
        Encode = (op, w, _) => w.Byte(F.OutputType.Element, ElementTypes.NumberOf(op.Output)),
    };
}
