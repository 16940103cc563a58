using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>y = x[begin:end:stride, …] as in NumPy; masks as <see cref="StridedSlice"/> says.</summary>
internal static class StridedSlices
{
    /// <summary>Computes it. Result dimensions that come from slicing are walked by their stride; inserted ones read nothing, dropped ones are fixed.</summary>
    public static Literal Evaluate(StridedSlice op, Call call)
    {
        Shape shape = call[0].Type.Shape;
        (int[] begin, int[] end, int[] step) = (call.Ints(1), call.Ints(2), call.Ints(3));
        if (begin.Length != end.Length || begin.Length != step.Length || step.Contains(0))
            throw call.Error($"has {begin.Length} begins, {end.Length} ends and strides [{string.Join(", ", step)}]");
        int[] strides = Indices.Strides(shape);
        int first = 0, dimension = 0;
        List<int> walked = [];
        for (int p = 0; p < begin.Length; p++)
        {
            if (Has(op.EllipsisMask, p))
            {
                int named = Enumerable.Range(p + 1, begin.Length - p - 1).Count(q => !Has(op.NewAxisMask, q));
                for (; dimension < shape.Rank - named; dimension++)
                    walked.Add(strides[dimension]);
                continue;
            }
            if (Has(op.NewAxisMask, p))
            {
                walked.Add(0);
                continue;
            }
            if (dimension >= shape.Rank)
                throw call.Error($"slices {begin.Length} dimensions of {shape}");
            first += Start(op, call, p, begin[p], step[p], shape[dimension]) * strides[dimension];
            if (!Has(op.ShrinkAxisMask, p))
                walked.Add(strides[dimension] * step[p]);
            dimension++;
        }
        walked.AddRange(strides[dimension..]);
        if (walked.Count != call.Type.Shape.Rank)
            throw call.Error($"gives {walked.Count} dimensions, not {call.Type.Shape}");
        int[] steps = [.. walked];
        return Rearrangement.Apply(call[0], call.Type, y => first + Rearrangement.Flat(y, steps));
    }

    private static int Start(StridedSlice op, Call call, int position, int begin, int step, int length)
    {
        bool shrinks = Has(op.ShrinkAxisMask, position);
        int start = shrinks && Has(op.BeginMask, position) ? 0 : begin < 0 ? begin + length : begin;
        if (shrinks)
            return start >= 0 && start < length ? start : throw call.Error($"picks index {begin} of a dimension of {length}");
        if (Has(op.BeginMask, position))
            return step > 0 ? 0 : length - 1;
        return step > 0 ? Math.Clamp(start, 0, length) : Math.Clamp(start, -1, length - 1);
    }

    private static bool Has(int mask, int position) => position < 32 && ((mask >> position) & 1) != 0;
}
