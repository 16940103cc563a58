using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>What guards of rules ask of values.</summary>
public static class ValuePredicates
{
    extension(Value value)
    {
        /// <summary>True where both have one type, quantization included, and all dimensions are known: only then is one dimension surely that of the other.</summary>
        public bool HasTypeOf(Value other) => value.Type.Shape.IsStatic && value.Type == other.Type;

        /// <summary>True where a constant target can say the shape, −1 for the one dimension that may be unknown: the number of elements tells it.</summary>
        public bool HasTarget => value.Type.Shape.IsStatic || (value.Type.Shape.Count(d => d == Shape.Unknown) == 1 && !value.Type.Shape.Contains(0));

        /// <summary>True for float32, and for integers that are codes of an affine quantization.</summary>
        public bool IsReal => value.Type is { Element: DType.Float32 } or { Quantization: not null };
    }
}
