using System.Reflection;
using Xunit;

namespace OneBit.Kernels.Tests.Support;

/// <summary>The rows of a catalogue as theory data, and the check that the tests reached all of them.</summary>
internal static class CatalogueRows
{
    /// <summary>Every family that the assembly has: a catalogue is a static property.</summary>
    public static IReadOnlyList<IKernelFamily> Families { get; } =
    [
        .. typeof(IKernelFamily).Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(property => property.PropertyType.IsAssignableTo(typeof(IKernelFamily)))
            .Select(property => property.GetValue(null))
            .Cast<IKernelFamily>()
            .OrderBy(family => family.Name, StringComparer.Ordinal),
    ];

    public static TheoryData<string> Names(IKernelFamily family) => [.. family.Kernels.Select(row => row.Name)];

    public static T Find<T>(KernelFamily<T> family, string name)
        where T : Kernel
    {
        T row = family.Rows.Single(row => row.Name == name);
        Assert.SkipUnless(row.IsSupported, $"this CPU lacks {row.Requires & ~Cpu.Features}");
        return row;
    }

    public static void AssertUsed(IKernelFamily family) =>
        Assert.All(family.Kernels.Where(row => row.IsSupported), row => Assert.True(row.Used, $"{family.Name}: {row.Name} never reported that it ran"));
}
