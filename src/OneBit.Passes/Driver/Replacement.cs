using OneBit.IR;

namespace OneBit.Passes;

/// <summary>What it takes to put one value in the place of another: the same type, no cycle, and a model that keeps the names of its outputs.</summary>
internal static class Replacement
{
    /// <summary>Gives a new value the declared type of <paramref name="root"/>; demands the type of an old one.</summary>
    /// <exception cref="PassException">The types differ, or <paramref name="replacement"/> is or reads <paramref name="root"/>.</exception>
    public static void Check(Value root, Value replacement, bool isNew, IReadOnlyList<Node> emitted)
    {
        if (ReferenceEquals(root, replacement))
            throw new PassException($"gives {root} for itself");
        if (emitted.Any(node => node.Operands.Contains(root)))
            throw new PassException($"what replaces {root} reads it");
        if (isNew)
            Declare(root, replacement);
        else if (replacement.Type != root.Type)
            throw Differs(root, replacement, null);
    }

    /// <summary>False where an output of the model would lose its name: an input, or another output, keeps its own.</summary>
    public static bool KeepsOutputName(Value root, Value replacement) =>
        root.OutputUses == 0 || root.Name is null || root.Name == replacement.Name || (replacement.Producer is not null && replacement.OutputUses == 0);

    /// <summary>Hands on the name: always to a new value; to an old one where it has none, or where the root is an output.</summary>
    public static void TakeOver(Value root, Value replacement, bool isNew)
    {
        if (isNew || replacement.Name is null || (root.OutputUses > 0 && root.Name is not null))
            replacement.Name = root.Name;
    }

    private static void Declare(Value root, Value replacement)
    {
        try
        {
            Graph.Declare(replacement, root.Type);
        }
        catch (ModelFormatException e)
        {
            throw Differs(root, replacement, e);
        }
        if (!Equals(replacement.Type.Quantization, root.Type.Quantization))
            throw Differs(root, replacement, null);
    }

    private static PassException Differs(Value root, Value replacement, Exception? inner) => new($"replaces {root} by {replacement}", inner);
}
