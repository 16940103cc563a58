using System.Reflection;
using OneBit.Kernels;
using Xunit;

namespace OneBit.Repository.Tests;

/// <summary>The one list of kernel families names all of them.</summary>
public sealed class KernelFamilyTests
{
    [Fact]
    public void Every_catalogue_is_in_the_list_of_families()
    {
        IEnumerable<PropertyInfo> catalogues = typeof(KernelFamilies).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(property => property.PropertyType.IsAssignableTo(typeof(IKernelFamily)));
        string[] forgotten = [.. catalogues.Where(c => !KernelFamilies.All.Contains(c.GetValue(null))).Select(c => $"{c.DeclaringType!.Name}.{c.Name}")];
        Assert.True(forgotten.Length == 0, $"{nameof(KernelFamilies)} lacks {string.Join(", ", forgotten)}");
    }

    [Fact]
    public void Names_of_families_are_unique() => Assert.Distinct(KernelFamilies.All.Select(family => family.Name));

    [Fact]
    public void The_last_row_of_each_family_runs_everywhere_and_names_of_rows_are_unique() =>
        Assert.All(KernelFamilies.All, family =>
        {
            Assert.Equal(CpuFeatures.None, family.Kernels[^1].Requires);
            Assert.Distinct(family.Kernels.Select(row => row.Name));
        });
}
