using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Ops that put every element to another place.</summary>
internal static class Permutation
{
    /// <summary>y[i₀, i₁, …] = x at index i_k along dimension permutation[k].</summary>
    public static Literal Transpose(Call call)
    {
        Shape shape = call[0].Type.Shape;
        int[] strides = Indices.Strides(shape), permutation = Array.ConvertAll(call.Ints(1), p => call.Axis(p, shape.Rank));
        if (permutation.Distinct().Count() != shape.Rank || permutation.Length != shape.Rank)
            throw call.Error($"has [{string.Join(", ", permutation)}], which is no permutation of {shape.Rank} dimensions");
        return Rearrangement.Strided(call[0], call.Type, Array.ConvertAll(permutation, p => strides[p]));
    }

    /// <summary>y[n, i, j, (u·b + v)·C + c] = x[n, i·b + u, j·b + v, c].</summary>
    public static Literal SpaceToDepth(SpaceToDepth op, Call call)
    {
        int block = op.Block, channels = call[0].Type.Shape[3];
        int[] strides = Indices.Strides(call[0].Type.Shape);
        return Rearrangement.Apply(call[0], call.Type, y =>
        {
            (int uv, int c) = int.DivRem(y[3], channels);
            return Rearrangement.Flat([y[0], (y[1] * block) + (uv / block), (y[2] * block) + (uv % block), c], strides);
        });
    }

    /// <summary>y[n, i·b + u, j·b + v, c] = x[n, i, j, (u·b + v)·C + c].</summary>
    public static Literal DepthToSpace(DepthToSpace op, Call call)
    {
        int block = op.Block, channels = call.Type.Shape[3];
        int[] strides = Indices.Strides(call[0].Type.Shape);
        return Rearrangement.Apply(call[0], call.Type, y =>
        {
            int uv = (y[1] % block * block) + (y[2] % block);
            return Rearrangement.Flat([y[0], y[1] / block, y[2] / block, (uv * channels) + y[3]], strides);
        });
    }

    /// <summary>y[k·N + n, i₁, …] = x[n, i₁·b₁ + k₁ − before₁, …], k the number with digits k₁, … in the bases b₁, …; the zero point outside.</summary>
    public static Literal SpaceToBatch(Call call)
    {
        Shape shape = call[0].Type.Shape;
        (int[] block, int[] pads, int[] strides) = (call.Ints(1), call.Ints(2), Indices.Strides(shape));
        CheckBlocks(call, block, pads, shape.Rank);
        int batch = shape[0];
        return Rearrangement.Apply(
            call[0],
            call.Type,
            y =>
            {
                Span<int> x = y.ToArray();
                (int k, x[0]) = int.DivRem(y[0], batch);
                for (int d = block.Length; d > 0; d--)
                {
                    (k, int digit) = int.DivRem(k, block[d - 1]);
                    x[d] = (y[d] * block[d - 1]) + digit - pads[2 * (d - 1)];
                    if (x[d] < 0 || x[d] >= shape[d])
                        return -1;
                }
                return Rearrangement.Flat(x, strides);
            },
            Borders.ZeroOf(call.Type));
    }

    /// <summary>The inverse of <see cref="SpaceToBatch"/>, its pads being cropped: y[n, i₁·b₁ + k₁ − before₁, …] = x[k·N + n, i₁, …].</summary>
    public static Literal BatchToSpace(Call call)
    {
        (int[] block, int[] crops, int[] strides) = (call.Ints(1), call.Ints(2), Indices.Strides(call[0].Type.Shape));
        CheckBlocks(call, block, crops, call.Type.Shape.Rank);
        int batch = call.Type.Shape[0];
        return Rearrangement.Apply(call[0], call.Type, y =>
        {
            Span<int> x = y.ToArray();
            int k = 0;
            for (int d = 1; d <= block.Length; d++)
            {
                (x[d], int digit) = int.DivRem(y[d] + crops[2 * (d - 1)], block[d - 1]);
                k = (k * block[d - 1]) + digit;
            }
            x[0] = (k * batch) + y[0];
            return Rearrangement.Flat(x, strides);
        });
    }

    private static void CheckBlocks(Call call, int[] block, int[] pads, int rank)
    {
        if (block.Length >= rank || pads.Length != 2 * block.Length || block.Any(b => b < 1))
            throw call.Error($"has {block.Length} blocks and {pads.Length} pads for {rank} dimensions");
    }
}
