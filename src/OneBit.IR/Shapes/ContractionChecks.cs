using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>What convolutions and dense layers share: element types of input, filter, bias and result.</summary>
internal static class ContractionChecks
{
    /// <summary>Checks the element types and the bias; the result has the input's.</summary>
    /// <param name="operands">The operands.</param>
    /// <param name="input">Index of the input.</param>
    /// <param name="filter">Index of the filter.</param>
    /// <param name="bias">Index of the bias, which may be absent.</param>
    /// <param name="axis">The dimension of the filter that counts output channels, along which it may be quantized.</param>
    public static DType Contraction(this Operands operands, int input, int filter, int bias, int axis)
    {
        DType element = operands.Elements(input, DType.Float32, DType.Int8, DType.UInt8, DType.Int16).Element;
        TensorType weights = element switch
        {
            DType.Float32 => operands.Elements(filter, DType.Float32, DType.Int8, DType.UInt8),
            DType.UInt8 => operands.Elements(filter, DType.UInt8, DType.Int8),
            _ => operands.Elements(filter, DType.Int8),
        };
        if (weights.Quantization is { IsPerChannel: true } quantization && quantization.Axis != axis)
            throw operands.Wrong($"{operands.Describe(filter)} with scales along dimension", $"{axis}", $"{quantization.Axis}");
        if (operands.Has(bias))
        {
            TensorType offsets = element switch
            {
                DType.Float32 => operands.Elements(bias, DType.Float32),
                DType.Int16 => operands.Elements(bias, DType.Int32, DType.Int64),
                _ => operands.Elements(bias, DType.Int32),
            };
            operands.SameSize($"{operands.Describe(bias)} of length", weights.Shape[axis], Dimensions.Product(offsets.Shape.Dimensions));
        }
        return element;
    }

    /// <summary>Groups of a convolution whose filters are less deep than the input; <see cref="Shape.Unknown"/> where the channels are.</summary>
    public static int Groups(this Operands operands, int channels, int filterDepth, int filters)
    {
        if (channels == Shape.Unknown || filterDepth == Shape.Unknown)
            return Shape.Unknown;
        if (filterDepth < 1 || channels < 1 || channels % filterDepth != 0)
            throw operands.Wrong("input channels", $"a multiple of the filter's {filterDepth}", $"{channels}");
        int groups = channels / filterDepth;
        return filters == Shape.Unknown || filters % groups == 0 ? groups : throw operands.Wrong("filters", $"a multiple of the {groups} groups", $"{filters}");
    }
}
