using OneBit.Tensors;

namespace OneBit.TfLite.Reading;

/// <summary>A tensor as the file describes it, checked.</summary>
/// <param name="Index">Its number in the subgraph.</param>
/// <param name="Name">Its name; need not be unique.</param>
/// <param name="Type">Element type, stored shape and quantization; bits are int32 words here.</param>
/// <param name="Signature">The shape with <see cref="Shape.Unknown"/> for dimensions that hang on the input; equal to the stored shape where none does.</param>
/// <param name="HasRank">False for a shape of no dimensions that is not known to be the shape of a single value.</param>
/// <param name="Data">The values where the tensor is constant.</param>
/// <param name="ByteOffset">Where its description lies in the file.</param>
internal sealed record FileTensor(int Index, string? Name, TensorType Type, Shape Signature, bool HasRank, ReadOnlyMemory<byte>? Data, long ByteOffset)
{
    /// <summary>As messages call it.</summary>
    public string Label => LabelOf(Name, Index);

    /// <summary>As messages call a tensor of that name and number.</summary>
    public static string LabelOf(string? name, long index) => string.IsNullOrEmpty(name) ? $"number {index}" : $"'{name}'";
}
