using System.Text.RegularExpressions;
using OneBit.Testing;
using Xunit;

namespace OneBit.Repository.Tests;

/// <summary>What every source file keeps to.</summary>
public sealed partial class SourceFileTests
{
    private const int MaxLines = 400;

    /// <summary>Files that may be longer, each with its reason.</summary>
    private static readonly Dictionary<string, string> LongForAReason = new(StringComparer.Ordinal);

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var tooLong = Sources()
            .Where(path => !LongForAReason.ContainsKey(path))
            .Select(path => (path, lines: File.ReadLines(Path.Combine(Shared.Repository, path)).Count()))
            .Where(file => file.lines > MaxLines)
            .Select(file => $"{file.path}: {file.lines} lines");
        Assert.Empty(tooLong);
    }

    [Fact]
    public void An_exemption_from_the_limit_names_a_file_that_needs_it()
    {
        var needless = LongForAReason.Keys.Where(path => !Sources().Contains(path, StringComparer.Ordinal) || File.ReadLines(Path.Combine(Shared.Repository, path)).Count() <= MaxLines);
        Assert.Empty(needless);
    }

    [Fact]
    public void Only_the_kernels_are_allowed_unsafe_code()
    {
        var unsafeProjects = Directory.EnumerateFiles(Path.Combine(Shared.Repository, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(p => File.ReadAllText(p).Contains("AllowUnsafeBlocks", StringComparison.Ordinal))
            .Select(p => Path.GetFileNameWithoutExtension(p));
        Assert.Equal(["OneBit.Kernels"], unsafeProjects);
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void Every_formula_that_is_cited_is_numbered_in_the_formula_list_and_every_formula_is_cited_by_code_and_by_tests(string folder)
    {
        string list = File.ReadAllText(Path.Combine(Shared.Repository, "docs", "formulas.md"));
        var numbered = Heading().Matches(list).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var cited = Sources().Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal)).SelectMany(path => Citation().Matches(File.ReadAllText(Path.Combine(Shared.Repository, path))).Select(m => m.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(numbered);
        Assert.Equal(numbered.Order(StringComparer.Ordinal), cited.Order(StringComparer.Ordinal));
    }

    private static List<string> Sources() =>
    [
        .. new[] { "src", "tests", "bench", "fuzz", "tools", "samples" }
            .Select(folder => Path.Combine(Shared.Repository, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Shared.Repository, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex(@"^## (F\d+)\b", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\((F\d+)\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Citation();
}
