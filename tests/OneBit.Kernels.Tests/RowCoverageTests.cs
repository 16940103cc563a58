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
}
