using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests;

/// <summary>Runs after all parallel collections, so that every test of a row has had its turn.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AfterAllOthers
{
    public const string Name = "after all others";
}

[Collection(AfterAllOthers.Name)]
public sealed class RowCoverageTests
{
    public static TheoryData<IKernelFamily> Families => new(CatalogueRows.Families);

    /// <summary>Meaningful in a run of the whole project only.</summary>
    [Theory, MemberData(nameof(Families), DisableDiscoveryEnumeration = true)]
    public void Every_row_that_this_cpu_supports_has_reported_its_use(IKernelFamily family) =>
        CatalogueRows.AssertUsed(family);

    [Theory, MemberData(nameof(Families), DisableDiscoveryEnumeration = true)]
    public void The_last_row_runs_everywhere_and_names_are_unique(IKernelFamily family)
    {
        Assert.Equal(CpuFeatures.None, family.Kernels[^1].Requires);
        Assert.Distinct(family.Kernels.Select(row => row.Name));
    }
}
