using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Blocks of a tensor, with and without strides, and blocks of pixels out of channels. A work item is a row of the result's innermost dimension, or of a block.</summary>
internal static class SliceLowering
{
    public static Step? Lower(Slice op, LoweredNode node)
    {
        Shape input = node.Type(0).Shape;
        if (node.Integers(1) is not { } begin)
            return null;
        int[] strides = StridedRows.Strides(input);
        int first = 0;
        for (int d = 0; d < strides.Length; d++)
            first += (int)begin[d] * strides[d];
        return Of(node, new StridedRows(first, node.ResultType().Shape, strides));
    }

    public static Step? Lower(StridedSlice op, LoweredNode node)
    {
        Shape input = node.Type(0).Shape;
        if (node.Integers(1) is not { } begin || node.Integers(2) is not { } end || node.Integers(3) is not { } step)
            return null;
        int[] strides = StridedRows.Strides(input);
        int first = 0;
        var steps = new List<int>();
        foreach (StridedRange range in StridedRanges.Resolve(op, input, begin, end, step))
        {
            int stride = range.Axis < 0 ? 0 : strides[range.Axis];
            first += range.Begin * stride;
            if (!range.Shrinks)
                steps.Add(range.Length == 1 ? 0 : range.Stride * stride);
        }
        return Of(node, new StridedRows(first, node.ResultType().Shape, [.. steps]));
    }

    // Row i of all blocks of a row of pixels is made of run i of the channels of each pixel.
    public static Step? Lower(DepthToSpace op, LoweredNode node)
    {
        Shape input = node.Type(0).Shape;
        int run = input[3] / op.Block;
        return Of(node, new StridedRows(0, [input[0] * input[1], op.Block, input[2], run], [input[2] * input[3], run, input[3], 1]));
    }

    private static Step? Of(LoweredNode node, StridedRows rows) => node.Type(0).Element switch
    {
        DType.Bits => null,
        { } element => element.SizeInBytes() switch
        {
            1 => new GatherStep<byte>(rows, node.Operand(0), node.Result()),
            2 => new GatherStep<ushort>(rows, node.Operand(0), node.Result()),
            4 => new GatherStep<uint>(rows, node.Operand(0), node.Result()),
            8 => new GatherStep<ulong>(rows, node.Operand(0), node.Result()),
            _ => null,
        },
    };

    private sealed class GatherStep<T>(StridedRows rows, Slot input, Slot output) : Step
        where T : unmanaged
    {
        public override string Kernel => rows.Step == 1 ? "Copy" : "Gather";

        public override int WorkItems => rows.Count;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
        {
            ReadOnlySpan<T> x = context.Read<T>(input);
            Span<T> y = context.Write<T>(output);
            for (int row = begin; row < end; row++)
            {
                int from = rows.Start(row);
                Span<T> target = y.Slice(row * rows.Width, rows.Width);
                if (rows.Step == 1)
                {
                    x.Slice(from, target.Length).CopyTo(target);
                    continue;
                }
                for (int i = 0; i < target.Length; i++, from += rows.Step)
                    target[i] = x[from];
            }
        }
    }
}
