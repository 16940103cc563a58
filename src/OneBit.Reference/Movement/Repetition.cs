using OneBit.Tensors;

namespace OneBit.Reference;

/// <summary>Elements that come more than once.</summary>
internal static class Repetition
{
    /// <summary>y[i₀, …] = x[i₀ mod n₀, …].</summary>
    public static Literal Tile(Call call)
    {
        Shape shape = call[0].Type.Shape;
        int[] strides = Indices.Strides(shape);
        return Rearrangement.Apply(call[0], call.Type, y =>
        {
            int at = 0;
            for (int d = 0; d < y.Length; d++)
                at += y[d] % shape[d] * strides[d];
            return at;
        });
    }

    /// <summary>x repeated along its dimensions of 1 and along new leading ones.</summary>
    public static Literal BroadcastTo(Call call)
    {
        int[] map = Indices.Broadcast(call[0].Type.Shape, call.Type.Shape), strides = Indices.Strides(call.Type.Shape);
        return Rearrangement.Apply(call[0], call.Type, y => map[Rearrangement.Flat(y, strides)]);
    }

    /// <summary>One value everywhere.</summary>
    public static Literal Fill(Call call) =>
        call[1].Type.Shape.ElementCount == 1 ? Rearrangement.Apply(call[1], call.Type, _ => 0) : throw call.Error($"fills with {call[1].Type}");
}
