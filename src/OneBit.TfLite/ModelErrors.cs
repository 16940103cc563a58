using OneBit.IR;

namespace OneBit.TfLite;

/// <summary>Adds to an error what the place that noticed it could not know.</summary>
internal static class ModelErrors
{
    /// <summary>The same error with what is given; what it says already stays.</summary>
    public static ModelFormatException With(
        ModelFormatException error, string? message = null, string? file = null, long? byteOffset = null, int? opIndex = null, string? opName = null, string? tensorName = null)
    {
        string text = message ?? error.Message;
        if (error is UnsupportedModelException { Unsupported: var unsupported })
        {
            return new UnsupportedModelException(text, unsupported)
            {
                File = error.File ?? file,
                ByteOffset = error.ByteOffset ?? byteOffset,
                OpIndex = error.OpIndex ?? opIndex,
                OpName = opName ?? error.OpName,
                TensorName = error.TensorName ?? tensorName,
                Expected = error.Expected,
                Actual = error.Actual,
            };
        }
        return new ModelFormatException(text, error)
        {
            File = error.File ?? file,
            ByteOffset = error.ByteOffset ?? byteOffset,
            OpIndex = error.OpIndex ?? opIndex,
            OpName = opName ?? error.OpName,
            TensorName = error.TensorName ?? tensorName,
            Expected = error.Expected,
            Actual = error.Actual,
        };
    }
}
