using OneBit.IR;
using OneBit.Tensors;
using OneBit.TfLite.FlatBuffers;
using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Reading;

/// <summary>Reads and checks the description of one tensor.</summary>
internal static class TensorReader
{
    /// <summary>More dimensions than any operator takes.</summary>
    private const int MaxRank = 8;

    /// <summary>Tensor <paramref name="index"/> of a subgraph.</summary>
    /// <exception cref="ModelFormatException">There is none, or its description means nothing.</exception>
    public static FileTensor Read(FileModel model, FlatVector tensors, int index)
    {
        FlatTable table = tensors.Table(index, "tensor");
        string? name = table.String(Fields.TensorName);
        string label = $"tensor {FileTensor.LabelOf(name, index)}";
        try
        {
            return Read(model, table, index, name, label);
        }
        catch (ModelFormatException e) when (e.TensorName is null)
        {
            throw ModelErrors.With(e, byteOffset: table.Position, tensorName: name ?? $"number {index}");
        }
    }

    private static FileTensor Read(FileModel model, FlatTable table, int index, string? name, string label)
    {
        DType element = Element(table, label);
        Shape shape = ReadShape(table, label);
        if (table.Bool(Fields.TensorIsVariable))
            throw new UnsupportedModelException($"{label} is a variable that keeps its value between runs, which OneBit does not have: convert a stateless model", "variable tensors");
        if (table.Has(Fields.TensorSparsity))
            throw new UnsupportedModelException($"{label} is stored sparsely, which OneBit does not read: convert the model without sparsity", "sparse tensors");
        var type = new TensorType(element, shape, ReadQuantization(table, label, element, shape));
        long size = Size(table, type, label);
        ReadOnlyMemory<byte> data = model.Buffer(table.UInt32(Fields.TensorBuffer), label);
        if (!data.IsEmpty && data.Length != size)
            throw table.Error($"{label}, {type}, has {data.Length} bytes of values instead of {size}: convert the model again", Fields.TensorBuffer, $"{size} bytes", $"{data.Length} bytes");
        return new FileTensor(index, name, type, Signature(table, label, shape), shape.Rank > 0 || table.Bool(Fields.TensorHasRank), data.IsEmpty && size > 0 ? default(ReadOnlyMemory<byte>?) : data, table.Position);
    }

    private static DType Element(FlatTable table, string label)
    {
        int number = table.UInt8(Fields.TensorElement);
        if (ElementTypes.Of(number) is { } element)
            return element;
        throw ElementTypes.NameOf(number) is { } known
            ? new UnsupportedModelException($"{label} has elements of type {known}, which OneBit does not have", known)
            : table.Error($"{label} has elements of type {number}, which the format does not define: convert the model again", Fields.TensorElement, "0 to 17", $"{number}");
    }

    private static Shape ReadShape(FlatTable table, string label)
    {
        int rank = table.Vector(Fields.TensorShape, 4)?.Count ?? 0;
        if (rank > MaxRank)
            throw table.Error($"{label} has {rank} dimensions, operators take up to {MaxRank}", Fields.TensorShape, $"at most {MaxRank}", $"{rank}");
        int[] dimensions = table.Ints(Fields.TensorShape) ?? [];
        foreach (int d in dimensions)
        {
            if (d < 0)
                throw table.Error($"{label} has the shape [{string.Join(',', dimensions)}], dimensions are not negative: convert the model again", Fields.TensorShape, "dimensions of at least 0", $"{d}");
        }
        return Shape.Create(dimensions);
    }

    private static Shape Signature(FlatTable table, string label, Shape shape)
    {
        FlatVector? vector = table.Vector(Fields.TensorShapeSignature, 4);
        if (vector is not { Count: > 0 })
            return shape;
        if (vector.Value.Count != shape.Rank)
            throw table.Error($"{label} has {shape.Rank} dimensions and a signature of {vector.Value.Count}: convert the model again", Fields.TensorShapeSignature, $"{shape.Rank}", $"{vector.Value.Count}");
        int[] signature = vector.Value.Int32s();
        for (int i = 0; i < signature.Length; i++)
            signature[i] = signature[i] < 0 ? Shape.Unknown : shape[i];
        return Shape.Create(signature);
    }

    private static long Size(FlatTable table, TensorType type, string label)
    {
        try
        {
            return type.SizeInBytes;
        }
        catch (OverflowException e)
        {
            throw new ModelFormatException($"{label}, {type}, is larger than any memory: convert the model again", e) { ByteOffset = table.Position, Actual = $"{type.Shape}" };
        }
    }

    private static Quantization? ReadQuantization(FlatTable table, string label, DType element, Shape shape)
    {
        if (table.Table(Fields.TensorQuantization) is not { } quantization)
            return null;
        if (quantization.UInt8(Fields.QuantizationDetailsType) != 0)
            throw new UnsupportedModelException($"{label} has a custom quantization, which OneBit does not know", "custom quantization");
        float[] scales = quantization.Vector(Fields.QuantizationScale, 4)?.Float32s() ?? [];
        if (scales.Length == 0 || element.IsFloat() || element == DType.Bool)
            return null;
        long[] zeroPoints = quantization.Vector(Fields.QuantizationZeroPoint, 8)?.Int64s() ?? new long[scales.Length];
        int dimension = quantization.Int32(Fields.QuantizationDimension);
        foreach (float scale in scales)
        {
            if (!(scale > 0 && float.IsFinite(scale)))
                throw quantization.Error($"{label} has a quantization scale of {scale}, scales are positive and finite: convert the model again", Fields.QuantizationScale, "a positive, finite scale", $"{scale}");
        }
        if (zeroPoints.Length != scales.Length)
            throw quantization.Error($"{label} has {scales.Length} scales and {zeroPoints.Length} zero points: convert the model again", Fields.QuantizationZeroPoint, $"{scales.Length}", $"{zeroPoints.Length}");
        if (scales.Length > 1)
            CheckDimension(quantization, label, shape, scales.Length, dimension);
        foreach (long zeroPoint in zeroPoints)
        {
            if (zeroPoint is < int.MinValue or > int.MaxValue)
                throw quantization.Error($"{label} has the zero point {zeroPoint}, which no code can be: convert the model again", Fields.QuantizationZeroPoint, "a 32-bit number", $"{zeroPoint}");
        }
        return new Quantization([.. scales], [.. zeroPoints.Select(z => (int)z)], Math.Max(0, scales.Length > 1 ? dimension : 0));
    }

    private static void CheckDimension(FlatTable quantization, string label, Shape shape, int scales, int dimension)
    {
        if (dimension < 0 || dimension >= shape.Rank)
            throw quantization.Error($"{label}, {shape}, is quantized along dimension {dimension}, which it does not have: convert the model again", Fields.QuantizationDimension, $"0 to {shape.Rank - 1}", $"{dimension}");
        if (shape[dimension] != scales)
            throw quantization.Error($"{label}, {shape}, has {scales} scales along dimension {dimension} of {shape[dimension]}: convert the model again", Fields.QuantizationScale, $"{shape[dimension]} scales", $"{scales}");
    }
}
