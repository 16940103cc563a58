using Xunit.Sdk;
using Xunit.v3;

namespace OneBit.Kernels.Tests.Support;

/// <summary>Runs the tests of a class in their given order, but those that ask what the others have used at the end.</summary>
public sealed class CoverageLast : ITestMethodOrderer
{
    /// <summary>How the name of such a test starts.</summary>
    public const string Prefix = "Every_supported_row";

    public IReadOnlyCollection<TTestMethod?> OrderTestMethods<TTestMethod>(IReadOnlyCollection<TTestMethod?> testMethods)
        where TTestMethod : notnull, ITestMethod =>
        [.. testMethods.OrderBy(test => test?.MethodName.StartsWith(Prefix, StringComparison.Ordinal) == true)];
}
