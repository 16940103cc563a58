using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(OneBit.Kernels.Tests.Support.CollectionsLast))]

namespace OneBit.Kernels.Tests.Support;

/// <summary>Runs the collection that asks what all others have used at the end, also where nothing runs in parallel.</summary>
public sealed class CollectionsLast : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => collection.TestCollectionDisplayName == AfterAllOthers.Name)];
}
