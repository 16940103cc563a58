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
        PackByBounds.Pass,
        FuseThreshold.LoadPass,
        PackParts.Pass,
        FlattenConcat.Pass,
        RaiseBatchNorm.Pass,
    ];

    /// <summary>What a loaded model goes through for one set of input shapes, all of which are known then: no bit of a result changes.</summary>
    public static IReadOnlyList<Pass> Plan { get; } = [FuseEpilogue.Pass];

    /// <summary>Of a conversion, the first part: canonical forms, kernels folded to constants, and one op for every spelling of a quantizer.</summary>
    public static IReadOnlyList<Pass> Recognize { get; } =
    [
        RemoveDeadNodes.Pass,
        FoldConstants.ConversionPass,
        OrderOperands.Pass,
        UnifyReshapes.Pass,
        DropIdentities.Pass,
        RecognizeTwoLevels.Pass,
        RecognizeLevels.Pass,
        QuantizeBeforePool.Pass,
        PadBehindReshape.Pass,
        MergeEqualNodes.Pass,
        DenseOfImage.Pass,
        ComposeSeparable.Pass,
    ];

    /// <summary>Of a conversion, the last part: affine maps go into float layers, pads and clamps too, and batch normalization that is left becomes arithmetic.</summary>
    public static IReadOnlyList<Pass> Ordinary { get; } =
    [
        OrderOperands.Pass,
        FuseAffine.Pass,
        LowerBatchNorm.Pass,
        FoldConstants.ConversionPass,
        UnifyReshapes.Pass,
        DropIdentities.Pass,
        FusePad.Pass,
        FuseActivation.Pass,
    ];

    /// <summary>From framework-level IR to what OneBit's own runtime runs: everything binary is packed, thresholds are integers, transforms are fused.</summary>
    public static IReadOnlyList<Pass> ToOneBit { get; } =
    [
        .. Recognize,
        SplitTransposed.Pass,
        SplitVolumes.Pass,
        GroupLocal.Pass,
        UnifyReshapes.Pass,
        Binarize.Pass,
        MergeEqualNodes.Pass,
        SpreadOverParts.Pass,
        FuseThreshold.Pass,
        FuseTransform.Pass,
        .. Ordinary,
    ];

    /// <summary>From framework-level IR to what stock LCE runs in its default mode.</summary>
    public static IReadOnlyList<Pass> ToLce { get; } =
    [
        .. Recognize,
        Binarize.LcePass,
        MergeEqualNodes.Pass,
        FuseThreshold.LcePass,
        FuseTransform.Pass,
        BringToLceForms.Pass,
        MergeEqual.Pass,
        FoldForLce.Pass,
        LowerToLce.Pass,
        .. Ordinary,
        LowerQuantizers.Pass,
        AddZeroBias.Pass,
    ];

    /// <summary><see cref="ToLce"/> without any folding that could move a tie.</summary>
    public static IReadOnlyList<Pass> ToLceExactly { get; } =
    [
        .. Recognize,
        Binarize.LcePass,
        MergeEqualNodes.Pass,
        FuseThreshold.LcePass,
        FuseTransform.ExactPass,
        BringToLceForms.Pass,
        MergeEqual.Pass,
        LowerToLce.Pass,
        LowerBatchNorm.Pass,
        LowerQuantizers.Pass,
        FoldConstants.ConversionPass,
        UnifyReshapes.Pass,
        DropIdentities.Pass,
        FusePad.Pass,
        FuseActivation.Pass,
        AddZeroBias.Pass,
    ];

    /// <summary>The pipelines by name.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<Pass> Passes)> All { get; } = [("load", Load), ("plan", Plan), ("recognize", Recognize), ("ordinary", Ordinary), ("onebit", ToOneBit), ("lce", ToLce), ("lce-exact", ToLceExactly)];

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
