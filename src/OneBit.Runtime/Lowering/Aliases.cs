using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Ops that change the type and keep the bytes.</summary>
internal static class Aliases
{
    public static Step? Lower(Op op, LoweredNode node)
    {
        bool sameBytes = node.Type(0).SizeInBytes == node.ResultType().SizeInBytes && node.Type(0).Element.Name() == node.ResultType().Element.Name();
        return sameBytes || op is BitsToWords ? AliasStep.Instance : null;
    }
}
