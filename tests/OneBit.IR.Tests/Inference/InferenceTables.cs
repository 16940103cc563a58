using Xunit;

namespace OneBit.IR.Tests.Inference;

/// <summary>The applications that fit, of all topics.</summary>
internal static class InferenceTables
{
    public static IReadOnlyList<(string Inputs, string Application, string Expected)> Fitting { get; } =
    [
        .. new[] { ConvolutionInferenceTests.Fitting, ElementwiseInferenceTests.Fitting, MovementInferenceTests.Fitting, BinaryInferenceTests.Fitting, LevelInferenceTests.Fitting }
            .SelectMany(table => table).Select(row => row.Data),
    ];
}
