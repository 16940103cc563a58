namespace OneBit.Passes;

/// <summary>Removes what no output hangs on. Passes leave no dead nodes behind; models as they are read may hold some.</summary>
public static class RemoveDeadNodes
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("remove-dead-nodes", "Removes nodes that no output hangs on.") { Transform = graph => graph.RemoveDeadNodes() > 0 };
}
