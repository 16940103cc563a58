using OneBit.Kernels;

namespace OneBit.Cli.Tests;

/// <summary>What <c>onebit kernels</c> lists.</summary>
public sealed class KernelCatalogueTests
{
    [Fact]
    public void Every_family_of_kernels_is_listed()
    {
        IEnumerable<IKernelFamily> families = typeof(IKernelFamily).Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetProperties())
            .Where(property => property.GetMethod is { IsStatic: true } && property.PropertyType.IsAssignableTo(typeof(IKernelFamily)))
            .Select(property => property.GetValue(null))
            .Cast<IKernelFamily>();
        Assert.Empty(families.Select(family => family.Name).Except(KernelCatalogue.Families.Select(family => family.Name)));
    }
}
