using OneBit.IR;
using OneBit.TfLite.Codecs;

namespace OneBit.TfLite.Tests;

/// <summary>The table of operators that are read and written.</summary>
public sealed class CodecTableTests
{
    /// <summary>Kinds of ops that no operator of the format stands for, each with its reason.</summary>
    private static readonly Dictionary<OpSchema, string> WithoutOperator = new()
    {
        [Constant.Row] = "a tensor with a buffer, no operator",
        [WordsToBits.Row] = "the border of a model: bits are int32 tensors in the file",
        [BitsToWords.Row] = "the border of a model: bits are int32 tensors in the file",
    };

    [Fact]
    public void Every_op_is_read_from_an_operator_or_has_a_reason_not_to_be()
    {
        var read = CodecTable.All.Select(codec => codec.Schema).ToHashSet();
        Assert.Empty(OpTable.All.Where(schema => !read.Contains(schema) && !WithoutOperator.ContainsKey(schema)).Select(schema => schema.Name));
        Assert.Empty(WithoutOperator.Keys.Where(read.Contains).Select(schema => schema.Name));
    }
}
