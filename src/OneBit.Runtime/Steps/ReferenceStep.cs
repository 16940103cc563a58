using System.Diagnostics;
using OneBit.IR;
using OneBit.Reference;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>The plain loop of the reference executor, for ops and cases without a fast path. Allocates.</summary>
internal sealed class ReferenceStep(LoweredNode node) : Step
{
    private readonly Op op = node.Op;
    private readonly Literal?[] constants = [.. Enumerable.Range(0, node.OperandCount).Select(node.Constant)];
    private readonly Slot?[] operands = [.. Enumerable.Range(0, node.OperandCount).Select(i => node.Has(i) ? node.Operand(i) : (Slot?)null)];
    private readonly TensorType?[] operandTypes = [.. Enumerable.Range(0, node.OperandCount).Select(i => node.Has(i) ? node.Type(i) : null)];
    private readonly TensorType[] resultTypes = [.. Enumerable.Range(0, node.ResultCount).Select(node.ResultType)];
    private readonly Slot[] results = [.. Enumerable.Range(0, node.ResultCount).Select(node.Result)];

    public override string Kernel => "reference";

    public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
    {
        var literals = new Literal?[operands.Length];
        for (int i = 0; i < literals.Length; i++)
            literals[i] = constants[i] ?? (operands[i] is { } slot ? new Literal(operandTypes[i]!, context.ReadBytes(slot)) : null);
        IReadOnlyList<Literal> values = ReferenceExecutor.Evaluate(op, literals, resultTypes);
        for (int i = 0; i < results.Length; i++)
        {
            if (values[i].Bytes.Length != resultTypes[i].SizeInBytes)
                throw new UnreachableException($"{op.Schema.Name} was planned to give {resultTypes[i]} and gave {values[i].Type}");
            values[i].Bytes.Span.CopyTo(context.Write<byte>(results[i]));
        }
    }
}
