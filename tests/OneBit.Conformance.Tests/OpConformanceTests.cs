using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>Every recorded case of a single op, on every executor.</summary>
[Trait("Arm64", "Subset")]
public sealed class OpConformanceTests
{
    /// <summary>Executor and case.</summary>
    public static TheoryData<string, string> Cases => Rows.Of(OpCase.All.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Single_op_gives_the_recorded_outputs(string executor, string name)
    {
        Shared.Require();
        OpCase one = OpCase.All[name];
        IReadOnlyList<NumpyArray> actual = Executors.Run(executor, Models.Read(one.Model), [.. one.Inputs.Select(NumpyArray.Load)]);
        Assert.Equal(one.Expected.Count, actual.Count);
        string? difference = null;
        for (int k = 0; k < actual.Count; k++)
            difference ??= one.Tolerance.Difference(actual[k], NumpyArray.Load(one.Expected[k]), one.Free[k]);
        KnownDifferences.Check(executor, $"ops/{name}", difference);
    }
}
