namespace OneBit.Passes;

/// <summary>The passes in their order. A new pass is a file and a row here.</summary>
public static class Pipelines
{
    /// <summary>What a model goes through when it is loaded to be run: nothing that changes a bit of a result, but for subnormal constants.</summary>
    public static IReadOnlyList<Pass> Load { get; } =
    [
        RemoveDeadNodes.Pass,
        FoldConstants.Pass,
        OrderOperands.Pass,
        FlushSubnormals.Pass,
        UnifyReshapes.Pass,
        DropIdentities.Pass,
        CancelWords.Pass,
        FusePad.Pass,
        FuseActivation.Pass,
    ];

    /// <summary>The pipelines by name.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<Pass> Passes)> All { get; } = [("load", Load)];

    /// <summary>Every pass of every pipeline, once.</summary>
    public static IReadOnlyList<Pass> Passes { get; } = [.. All.SelectMany(pipeline => pipeline.Passes).Distinct()];

    /// <summary>The pipeline, or the single pass, of that name; null where there is none.</summary>
    public static IReadOnlyList<Pass>? Find(string name)
    {
        foreach ((string pipeline, IReadOnlyList<Pass> passes) in All)
        {
            if (pipeline == name)
                return passes;
        }
        return Passes.FirstOrDefault(pass => pass.Name == name) is { } single ? [single] : null;
    }
}
