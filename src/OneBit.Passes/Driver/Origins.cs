using OneBit.IR;

namespace OneBit.Passes;

/// <summary>Keeps up which layers of the user's model a node stems from, so that a report can speak in the user's names.</summary>
internal static class Origins
{
    /// <summary>What a rule emitted stems from all that it made superfluous: the layer of a convolution or dense layer first, then in the order of the graph.</summary>
    public static void Inherit(IReadOnlyList<Node> released, Node replaced, IReadOnlyList<Node> emitted)
    {
        if (emitted.Count == 0)
            return;
        Node[] sources = released.Contains(replaced) ? [.. released.Reverse()] : [.. released.Reverse(), replaced];
        string[] origins = [.. sources.OrderBy(node => IsContraction(node.Op) ? 0 : 1).SelectMany(node => node.Origins).Distinct()];
        foreach (Node node in emitted)
            node.Origins = origins;
        KeepApart([.. sources.Where(node => IsContraction(node.Op))], [.. emitted.Where(node => IsContraction(node.Op))]);
    }

    // Several layers that are replaced by as many: each keeps the weights of its own.
    private static void KeepApart(Node[] sources, Node[] emitted)
    {
        for (int i = 0; sources.Length > 1 && sources.Length == emitted.Length && i < sources.Length; i++)
            emitted[i].Origins = [.. sources[i].Origins.Union(emitted[i].Origins)];
    }

    private static bool IsContraction(Op op) =>
        op is Conv2D or DepthwiseConv2D or Conv3D or TransposeConv or FullyConnected or BatchMatMul or LevelConv2D or BinaryConv2D;
}
