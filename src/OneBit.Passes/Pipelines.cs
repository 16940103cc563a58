namespace OneBit.Passes;

/// <summary>The passes in their order. A new pass is a file and a row here.</summary>
public static class Pipelines
{
    /// <summary>What a model goes through when it is loaded to be run: nothing that changes a bit of a result.</summary>
    public static IReadOnlyList<Pass> Load { get; } =
    [
        RemoveDeadNodes.Pass,
        FoldConstants.Pass,
        OrderOperands.Pass,
        UnifyReshapes.Pass,
        DropIdentities.Pass,
        CancelWords.Pass,
        FusePad.Pass,
        FuseActivation.Pass,
    ];

    /// <summary>Of a conversion, the first part: canonical forms, and one op for every spelling of a quantizer.</summary>
    public static IReadOnlyList<Pass> Recognize { get; } =
    [
        RemoveDeadNodes.Pass,
        FoldConstants.Pass,
        OrderOperands.Pass,
        UnifyReshapes.Pass,
        DropIdentities.Pass,
        RecognizeTwoLevels.Pass,
        RecognizeLevels.Pass,
        QuantizeBeforePool.Pass,
        MergeEqualNodes.Pass,
        DenseOfImage.Pass,
    ];

    /// <summary>Of a conversion, what stays float: affine maps go into layers, pads and clamps too, and batch normalization that is left becomes arithmetic.</summary>
    public static IReadOnlyList<Pass> Ordinary { get; } =
    [
        OrderOperands.Pass,
        FuseAffine.Pass,
        LowerBatchNorm.Pass,
        FusePad.Pass,
        FuseActivation.Pass,
    ];

    /// <summary>Of a conversion to files of Larq Compute Engine: what its stock interpreter has no op for.</summary>
    public static IReadOnlyList<Pass> Stock { get; } = [LowerQuantizers.Pass];

    /// <summary>The pipelines by name.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<Pass> Passes)> All { get; } = [("load", Load), ("recognize", Recognize), ("ordinary", Ordinary), ("stock", Stock)];

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
