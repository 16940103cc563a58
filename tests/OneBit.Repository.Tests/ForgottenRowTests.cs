using System.Reflection;
using System.Text.RegularExpressions;
using OneBit.Passes;
using OneBit.Testing;

namespace OneBit.Repository.Tests;

/// <summary>
/// What was written and not entered into its table would never run: reported by name. Ops, codecs and kernels are asked for where their tables can be seen,
/// in the tests of IR, Reference, TfLite and Kernels.
/// </summary>
public sealed partial class ForgottenRowTests
{
    [Fact]
    public void Every_pass_is_a_row_of_a_pipeline()
    {
        var passes = typeof(Pass).Assembly.GetTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(property => property.PropertyType == typeof(Pass))
            .Select(property => property.GetValue(null))
            .OfType<Pass>()
            .ToList();
        Assert.NotEmpty(passes);
        Assert.Empty(passes.Except(Pipelines.Passes));
    }

    [Fact]
    public void Every_lowering_file_is_a_row_of_Lowerings() =>
        Assert.Equal(Named("src/OneBit.Runtime/Lowering", "*Lowering.cs").Where(name => name != "Lowering"), Rows(LoweringRow(), "src/OneBit.Runtime/Lowering/Lowerings.cs"));

    [Fact]
    public void Every_command_file_is_a_row_of_the_program() =>
        Assert.Equal(Named("src/OneBit.Cli/Commands", "*Command.cs").Where(name => name != "ExampleCommand"), Rows(CommandRow(), "src/OneBit.Cli/Program.cs"));

    [Fact]
    public void Every_approved_surface_belongs_to_an_assembly_that_is_checked() =>
        Assert.Equal(Named("tests/golden/api", "*.txt"), PublicApiTests.Assemblies.Select(row => row.Data).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Named(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Shared.Repository, folder), pattern).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Rows(Regex row, string path) =>
        row.Matches(File.ReadAllText(Path.Combine(Shared.Repository, path))).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^\s+Lowering\.Of<\w+>\((?<name>\w+)\.Lower\),", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LoweringRow();

    [GeneratedRegex(@"^\s+new (?<name>\w+Command)\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandRow();
}
