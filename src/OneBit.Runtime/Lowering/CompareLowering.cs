using System.Numerics;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Comparisons of two tensors of float32 or int32, broadcast; float32 subnormals compare as 0. A work item is a row of the result's innermost dimension.</summary>
internal static class CompareLowering
{
    public static Step? Lower(Compare op, LoweredNode node) => (node.Type(0).Element, node.Type(1).Element) switch
    {
        (DType.Float32, DType.Float32) => new CompareStep<float, FlushedFloats>(op.Kind, node),
        (DType.Int32, DType.Int32) when node.Type(0).Quantization is null && node.Type(1).Quantization is null => new CompareStep<int, Integers>(op.Kind, node),
        _ => null,
    };

    private interface IReading<T>
    {
        static abstract T Of(T stored);
    }

    private readonly struct FlushedFloats : IReading<float>
    {
        public static float Of(float stored) => float.IsSubnormal(stored) ? 0 : stored;
    }

    private readonly struct Integers : IReading<int>
    {
        public static int Of(int stored) => stored;
    }

    private sealed class CompareStep<T, TReading>(CompareKind kind, LoweredNode node) : Step
        where T : unmanaged, IComparisonOperators<T, T, bool>
        where TReading : struct, IReading<T>
    {
        private readonly CompareKind kind = kind;
        private readonly StridedRows lefts = StridedRows.Broadcast(node.Type(0).Shape, node.ResultType().Shape);
        private readonly StridedRows rights = StridedRows.Broadcast(node.Type(1).Shape, node.ResultType().Shape);
        private readonly Slot left = node.Operand(0);
        private readonly Slot right = node.Operand(1);
        private readonly Slot output = node.Result();

        public override string Kernel => "Scalar";

        public override int WorkItems => lefts.Count;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch)
        {
            ReadOnlySpan<T> x = context.Read<T>(left), y = context.Read<T>(right);
            Span<byte> z = context.Write<byte>(output);
            for (int row = begin; row < end; row++)
            {
                (int i, int j) = (lefts.Start(row), rights.Start(row));
                foreach (ref byte target in z.Slice(row * lefts.Width, lefts.Width))
                {
                    target = Holds(TReading.Of(x[i]), TReading.Of(y[j])) ? (byte)1 : (byte)0;
                    i += lefts.Step;
                    j += rights.Step;
                }
            }
        }

        private bool Holds(T x, T y) => kind switch
        {
            CompareKind.Equal => x == y,
            CompareKind.NotEqual => x != y,
            CompareKind.Greater => x > y,
            CompareKind.GreaterEqual => x >= y,
            CompareKind.Less => x < y,
            _ => x <= y,
        };
    }
}
