using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Computes the results of an op.</summary>
internal delegate IReadOnlyList<Literal> Evaluator(Op op, Call call);

/// <summary>Which loop computes which op. A new op is a file and a row here.</summary>
internal static class Evaluators
{
    /// <summary>One row per kind of op but <see cref="Constant"/>.</summary>
    public static IReadOnlyDictionary<Type, Evaluator> Table { get; } = new Dictionary<Type, Evaluator>
    {
        [typeof(Conv2D)] = One<Conv2D>(Convolutions.Conv2D),
        [typeof(DepthwiseConv2D)] = One<DepthwiseConv2D>(Convolutions.DepthwiseConv2D),
        [typeof(Conv3D)] = One<Conv3D>(Convolutions.Conv3D),
        [typeof(TransposeConv)] = One<TransposeConv>(TransposedConvolution.Evaluate),
        [typeof(FullyConnected)] = One<FullyConnected>(MatrixProducts.FullyConnected),
        [typeof(BatchMatMul)] = One<BatchMatMul>(MatrixProducts.BatchMatMul),
        [typeof(Pool2D)] = One<Pool2D>(Pooling.Evaluate),
        [typeof(Unary)] = One<Unary>(UnaryFunctions.Evaluate),
        [typeof(LeakyRelu)] = One<LeakyRelu>(SlopedRelu.Leaky),
        [typeof(PRelu)] = One<PRelu>(SlopedRelu.Parametric),
        [typeof(Binary)] = One<Binary>(BinaryFunctions.Evaluate),
        [typeof(Compare)] = One<Compare>(Comparisons.Evaluate),
        [typeof(Select)] = One<Select>(Selection.Evaluate),
        [typeof(Cast)] = One<Cast>(Conversions.Cast),
        [typeof(Quantize)] = One<Quantize>(Conversions.Quantize),
        [typeof(Dequantize)] = One<Dequantize>(Conversions.Dequantize),
        [typeof(Reduce)] = One<Reduce>(Reductions.Evaluate),
        [typeof(ArgReduce)] = One<ArgReduce>(Extremes.ArgReduce),
        [typeof(TopK)] = (_, call) => Extremes.TopK(call),
        [typeof(Softmax)] = One<Softmax>(SoftmaxRows.Evaluate),
        [typeof(LogSoftmax)] = One<LogSoftmax>(SoftmaxRows.Logarithm),
        [typeof(Reshape)] = One<Reshape>((_, call) => BitMovement.OnElements(call, Relabelled)),
        [typeof(Squeeze)] = One<Squeeze>((_, call) => Relabelled(call)),
        [typeof(ExpandDims)] = One<ExpandDims>((_, call) => Relabelled(call)),
        [typeof(Transpose)] = One<Transpose>((_, call) => Permutation.Transpose(call)),
        [typeof(Concat)] = One<Concat>((op, call) => BitMovement.OnElements(call, elements => Joining.Concat(op, elements))),
        [typeof(Pack)] = One<Pack>(Joining.Pack),
        [typeof(Split)] = (_, call) => Cutting.Split(call),
        [typeof(SplitV)] = (_, call) => Cutting.SplitV(call),
        [typeof(Unpack)] = (op, call) => Cutting.Unpack((Unpack)op, call),
        [typeof(Slice)] = One<Slice>((_, call) => Cutting.Slice(call)),
        [typeof(StridedSlice)] = One<StridedSlice>(StridedSlices.Evaluate),
        [typeof(Pad)] = One<Pad>((_, call) => Borders.Pad(call)),
        [typeof(MirrorPad)] = One<MirrorPad>(Borders.MirrorPad),
        [typeof(Gather)] = One<Gather>(Gathering.Evaluate),
        [typeof(Tile)] = One<Tile>((_, call) => Repetition.Tile(call)),
        [typeof(BroadcastTo)] = One<BroadcastTo>((_, call) => Repetition.BroadcastTo(call)),
        [typeof(Fill)] = One<Fill>((_, call) => Repetition.Fill(call)),
        [typeof(ShapeOf)] = One<ShapeOf>((_, call) => Elements.OfIntegers(call.Type, [.. call[0].Type.Shape.Select(d => (long)d)])),
        [typeof(SpaceToDepth)] = One<SpaceToDepth>(Permutation.SpaceToDepth),
        [typeof(DepthToSpace)] = One<DepthToSpace>(Permutation.DepthToSpace),
        [typeof(SpaceToBatch)] = One<SpaceToBatch>((_, call) => Permutation.SpaceToBatch(call)),
        [typeof(BatchToSpace)] = One<BatchToSpace>((_, call) => Permutation.BatchToSpace(call)),
        [typeof(Resize)] = One<Resize>(Resizing.Evaluate),
        [typeof(BatchNorm)] = One<BatchNorm>(BatchNormalization.Evaluate),
        [typeof(TwoLevelQuantize)] = One<TwoLevelQuantize>(LevelQuantizers.TwoLevels),
        [typeof(MultiLevelQuantize)] = One<MultiLevelQuantize>(LevelQuantizers.MultiLevels),
        [typeof(FakeQuantize)] = One<FakeQuantize>(FakeQuantization.Evaluate),
        [typeof(PackLevels)] = One<PackLevels>(LevelPacking.Pack),
        [typeof(PackPlanes)] = One<PackPlanes>(LevelPacking.PackPlanes),
        [typeof(LevelConv2D)] = Many<LevelConv2D>((op, call) => Epilogues.Apply(LevelConvolution.Evaluate(op, call), call, LevelConv2D.ResidualOperand, op.Then, op.Signs)),
        [typeof(BinaryQuantize)] = One<BinaryQuantize>((_, call) => Signs.Quantize(call)),
        [typeof(BinaryDequantize)] = One<BinaryDequantize>((_, call) => Signs.Dequantize(call)),
        [typeof(BinaryConv2D)] = Many<BinaryConv2D>((op, call) => Epilogues.Apply(BinaryConvolution.Evaluate(op, call), call, BinaryConv2D.ResidualOperand, op.Then, op.Signs)),
        [typeof(BinaryMaxPool2D)] = One<BinaryMaxPool2D>(BinaryPooling.Evaluate),
        [typeof(WordsToBits)] = One<WordsToBits>((_, call) => Signs.FromWords(call)),
        [typeof(BitsToWords)] = One<BitsToWords>((_, call) => Relabelled(call)),
    };

    private static Evaluator Many<T>(Func<T, Call, IReadOnlyList<Literal>> evaluate)
        where T : Op => (op, call) => evaluate((T)op, call);

    private static Evaluator One<T>(Func<T, Call, Literal> evaluate)
        where T : Op => (op, call) => [evaluate((T)op, call)];

    private static Literal Relabelled(Call call) =>
        call[0].Type.SizeInBytes == call.Type.SizeInBytes ? call[0].As(call.Type) : throw call.Error($"gives {call.Type} from {call[0].Type}: not as many elements");
}
