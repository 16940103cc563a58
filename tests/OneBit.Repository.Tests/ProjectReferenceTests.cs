using System.Xml.Linq;
using OneBit.Testing;
using Xunit;

namespace OneBit.Repository.Tests;

/// <summary>The project references are the rule of docs/architecture.md: what each room may use, and nothing else.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["OneBit.Tensors"] = [],
        ["OneBit.IR"] = ["OneBit.Tensors"],
        ["OneBit.Reference"] = ["OneBit.IR"],
        ["OneBit.Kernels"] = ["OneBit.Tensors"],
        ["OneBit.Passes"] = ["OneBit.IR", "OneBit.Reference"],
        ["OneBit.TfLite"] = ["OneBit.IR"],
        ["OneBit.Runtime"] = ["OneBit.IR", "OneBit.Reference", "OneBit.Kernels"],
        ["OneBit.Layers"] = ["OneBit.IR"],
        ["OneBit.Converter"] = ["OneBit.Layers", "OneBit.Passes", "OneBit.TfLite"],
        ["OneBit.Zoo"] = ["OneBit.Layers"],
        ["OneBit.Training"] = ["OneBit.Converter", "OneBit.Zoo", "OneBit"],
        ["OneBit"] = ["OneBit.TfLite", "OneBit.Passes", "OneBit.Runtime"],
        ["OneBit.Cli"] = ["OneBit", "OneBit.Converter", "OneBit.Zoo", "OneBit.Reference"],
        ["OneBit.Training.Cli"] = ["OneBit.Training"],
    };

    public static TheoryData<string> Projects =>
        [.. Directory.EnumerateFiles(Path.Combine(Shared.Repository, "src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(p => Path.GetRelativePath(Shared.Repository, p))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_room_references_only_what_the_architecture_allows(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        Assert.True(Allowed.ContainsKey(name), $"{name} has no row in the table of allowed references");
        var references = XDocument.Load(Path.Combine(Shared.Repository, project))
            .Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")?.Value.Replace('\\', '/') ?? string.Empty));
        Assert.Empty(references.Except(Allowed[name], StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_of_the_source_folders_is_in_the_solution()
    {
        string solution = File.ReadAllText(Path.Combine(Shared.Repository, "OneBit.slnx"));
        var missing = new[] { "src", "tests", "bench", "fuzz" }
            .Select(folder => Path.Combine(Shared.Repository, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories))
            .Select(p => Path.GetRelativePath(Shared.Repository, p).Replace('\\', '/'))
            // BenchmarkDotNet builds projects of its own below its output.
            .Where(p => !p.Split('/').Any(part => part is "bin" or "obj"))
            .Where(p => !solution.Contains(p, StringComparison.Ordinal));
        Assert.Empty(missing);
    }
}
