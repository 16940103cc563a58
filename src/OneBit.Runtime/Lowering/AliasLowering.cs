using OneBit.IR;

namespace OneBit.Runtime;

/// <summary>Ops that change the type and keep the bytes: reshapes, and bits seen as words. Bits reshape only where their channels stay whole.</summary>
internal static class AliasLowering
{
    public static Step? Lower(Op op, LoweredNode node) => node.Type(0).SizeInBytes == node.ResultType().SizeInBytes ? AliasStep.Instance : null;
}
