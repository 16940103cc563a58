using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Passes;

/// <summary>What guards of rules ask of constants.</summary>
public static class ConstantPredicates
{
    extension(Constant k)
    {
        /// <summary>True where the same values meet every pixel: a scalar, or no dimension but the last one above 1.</summary>
        public bool BroadcastsAlongChannel => k.Value.Type.Shape.SkipLast(1).All(d => d == 1);

        /// <summary>True where no element is an infinity or NaN.</summary>
        public bool IsFinite => k.Value.Type.Element switch
        {
            DType.Float32 => k.Value.All<float>(float.IsFinite),
            DType.Float64 => k.Value.All<double>(double.IsFinite),
            DType.Float16 => k.Value.All<Half>(Half.IsFinite),
            _ => true,
        };

        /// <summary>True where every element is the float32 with exactly the bits of <paramref name="value"/>: −0 is not 0.</summary>
        public bool IsAll(float value) =>
            k.Value.Type.Element == DType.Float32 && k.Value.All<float>(v => BitConverter.SingleToInt32Bits(v) == BitConverter.SingleToInt32Bits(value));
    }
}
