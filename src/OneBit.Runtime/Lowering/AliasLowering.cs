using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Ops that change the type and keep the bytes: reshapes, and bits seen as words. Bits that are reshaped are <see cref="BitMovementLowering"/>'s.</summary>
internal static class AliasLowering
{
    public static Step? Lower(Op op, LoweredNode node) => (op is not Reshape || node.Type(0).Element != DType.Bits) && node.Type(0).SizeInBytes == node.ResultType().SizeInBytes ? AliasStep.Instance : null;
}
