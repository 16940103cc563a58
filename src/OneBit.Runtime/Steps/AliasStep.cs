using System.Diagnostics;

namespace OneBit.Runtime;

/// <summary>The result is operand 0 under another type: both get the same memory, and nothing is done.</summary>
internal sealed class AliasStep : Step
{
    public static AliasStep Instance { get; } = new();

    public override string Kernel => "alias";

    public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) => throw new UnreachableException();
}
