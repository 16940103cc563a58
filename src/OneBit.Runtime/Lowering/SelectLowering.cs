using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Choices between two tensors, all operands broadcast. A work item is a row of the result's innermost dimension.</summary>
internal static class SelectLowering
{
    public static Step? Lower(Select op, LoweredNode node)
    {
        Shape result = node.ResultType().Shape, condition = node.Type(0).Shape;
        // The legacy form's condition of rank 1 picks along the first dimension.
        if (op.Legacy && condition.Rank == 1 && result.Rank > 1)
            condition = [condition[0], .. Enumerable.Repeat(1, result.Rank - 1)];
        return node.ResultType().Element switch
        {
            DType.Bits => null,
            { } element => element.SizeInBytes() switch
            {
                1 => new SelectStep<byte>(node, condition),
                4 => new SelectStep<uint>(node, condition),
                8 => new SelectStep<ulong>(node, condition),
                _ => null,
            },
        };
    }

    private sealed class SelectStep<T>(LoweredNode node, Shape condition) : Step
        where T : unmanaged
    {
        private readonly StridedRows conditions = StridedRows.Broadcast(condition, node.ResultType().Shape);
        private readonly StridedRows lefts = StridedRows.Broadcast(node.Type(1).Shape, node.ResultType().Shape);
        private readonly StridedRows rights = StridedRows.Broadcast(node.Type(2).Shape, node.ResultType().Shape);
        private readonly Slot mask = node.Operand(0);
        private readonly Slot left = node.Operand(1);
        private readonly Slot right = node.Operand(2);
        private readonly Slot output = node.Result();

        public override string Kernel => "Scalar";

        public override int WorkItems => conditions.Count;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
        {
            ReadOnlySpan<byte> chosen = context.Read<byte>(mask);
            ReadOnlySpan<T> x = context.Read<T>(left), y = context.Read<T>(right);
            Span<T> z = context.Write<T>(output);
            for (int row = begin; row < end; row++)
            {
                (int c, int i, int j) = (conditions.Start(row), lefts.Start(row), rights.Start(row));
                foreach (ref T target in z.Slice(row * conditions.Width, conditions.Width))
                {
                    target = chosen[c] != 0 ? x[i] : y[j];
                    c += conditions.Step;
                    i += lefts.Step;
                    j += rights.Step;
                }
            }
        }
    }
}
