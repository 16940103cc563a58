using OneBit.TfLite.FlatBuffers;

namespace OneBit.TfLite.Schema;

/// <summary>Fields of the tables that make up a model, numbered as in the schema.</summary>
internal static class Fields
{
    public static readonly Field ModelVersion = new(0, "version");
    public static readonly Field ModelOperatorCodes = new(1, "operator_codes");
    public static readonly Field ModelSubgraphs = new(2, "subgraphs");
    public static readonly Field ModelDescription = new(3, "description");
    public static readonly Field ModelBuffers = new(4, "buffers");
    public static readonly Field ModelMetadata = new(6, "metadata");
    public static readonly Field ModelSignatures = new(7, "signature_defs");
    public const int ModelCount = 8;

    public static readonly Field CodeDeprecatedBuiltin = new(0, "deprecated_builtin_code");
    public static readonly Field CodeCustom = new(1, "custom_code");
    public static readonly Field CodeVersion = new(2, "version");
    public static readonly Field CodeBuiltin = new(3, "builtin_code");
    public const int CodeCount = 4;

    public static readonly Field SubgraphTensors = new(0, "tensors");
    public static readonly Field SubgraphInputs = new(1, "inputs");
    public static readonly Field SubgraphOutputs = new(2, "outputs");
    public static readonly Field SubgraphOperators = new(3, "operators");
    public static readonly Field SubgraphName = new(4, "name");
    public const int SubgraphCount = 5;

    public static readonly Field TensorShape = new(0, "shape");
    public static readonly Field TensorElement = new(1, "type");
    public static readonly Field TensorBuffer = new(2, "buffer");
    public static readonly Field TensorName = new(3, "name");
    public static readonly Field TensorQuantization = new(4, "quantization");
    public static readonly Field TensorIsVariable = new(5, "is_variable");
    public static readonly Field TensorSparsity = new(6, "sparsity");
    public static readonly Field TensorShapeSignature = new(7, "shape_signature");
    public static readonly Field TensorHasRank = new(8, "has_rank");
    public const int TensorCount = 9;

    public static readonly Field QuantizationScale = new(2, "scale");
    public static readonly Field QuantizationZeroPoint = new(3, "zero_point");
    public static readonly Field QuantizationDetailsType = new(4, "details_type");
    public static readonly Field QuantizationDimension = new(6, "quantized_dimension");
    public const int QuantizationCount = 7;

    public static readonly Field OperatorCode = new(0, "opcode_index");
    public static readonly Field OperatorInputs = new(1, "inputs");
    public static readonly Field OperatorOutputs = new(2, "outputs");
    public static readonly Field OperatorOptionsType = new(3, "builtin_options_type");
    public static readonly Field OperatorOptions = new(4, "builtin_options");
    public static readonly Field OperatorCustomOptions = new(5, "custom_options");
    public static readonly Field OperatorLargeOptionsOffset = new(9, "large_custom_options_offset");
    public const int OperatorCount = 9;

    public static readonly Field BufferData = new(0, "data");
    public static readonly Field BufferOffset = new(1, "offset");
    public static readonly Field BufferSize = new(2, "size");
    public const int BufferCount = 1;

    public static readonly Field MetadataName = new(0, "name");
    public static readonly Field MetadataBuffer = new(1, "buffer");
    public const int MetadataCount = 2;

    public static readonly Field SignatureInputs = new(0, "inputs");
    public static readonly Field SignatureOutputs = new(1, "outputs");
    public static readonly Field SignatureKey = new(2, "signature_key");
    public static readonly Field SignatureSubgraph = new(4, "subgraph_index");
    public const int SignatureCount = 5;

    public static readonly Field TensorMapName = new(0, "name");
    public static readonly Field TensorMapIndex = new(1, "tensor_index");
    public const int TensorMapCount = 2;
}
