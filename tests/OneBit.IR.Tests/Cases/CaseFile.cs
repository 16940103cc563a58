using System.Text.RegularExpressions;
using OneBit.Passes;
using OneBit.Testing;

namespace OneBit.IR.Tests.Cases;

/// <summary>
/// One graph of a case file: <c>// RUN:</c> names passes or pipelines and holds for the whole file; <c>// -----</c> stands between graphs;
/// <c>// EXPECT: unchanged</c> says that no rule may apply; <c>// TOLERANCE:</c> is for rules that round.
/// </summary>
internal sealed partial record CaseFile(string Path, int Line, string Text, IReadOnlyList<string> Run, bool IsUnchanged, float Tolerance, IReadOnlyList<Directive> Checks)
{
    /// <summary>Where case files are, relative to the repository.</summary>
    public const string Folder = "tests/cases";

    /// <summary>Paths of all case files below <see cref="Folder"/>.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.case", SearchOption.AllDirectories).Select(path => System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    private static string Root => System.IO.Path.Combine(Shared.Repository, Folder);

    /// <summary>The graphs of the file at <paramref name="path"/>.</summary>
    public static IReadOnlyList<CaseFile> Read(string path) => Parse(path, File.ReadAllLines(System.IO.Path.Combine(Root, path)));

    /// <summary>The graphs of a file's lines.</summary>
    /// <exception cref="FormatException">There is no RUN line, or a graph says neither what it becomes nor that it stays.</exception>
    public static IReadOnlyList<CaseFile> Parse(string path, IReadOnlyList<string> lines)
    {
        IReadOnlyList<string> run = Values(lines, "RUN") is [string names] ? names.Split(' ', StringSplitOptions.RemoveEmptyEntries) : throw new FormatException($"{path} needs one RUN line");
        var cases = new List<CaseFile>();
        int start = 0;
        for (int i = 0; i <= lines.Count; i++)
        {
            if (i < lines.Count && !Separator().IsMatch(lines[i]))
                continue;
            cases.Add(Section(path, start + 1, [.. lines.Take(i).Skip(start)], run));
            start = i + 1;
        }
        return cases;
    }

    /// <summary>The passes that the RUN line names.</summary>
    public IReadOnlyList<Pass> Passes() => [.. Run.SelectMany(name => Pipelines.Find(name) ?? throw new FormatException($"{Path}: no pass or pipeline is called '{name}'"))];

    private static CaseFile Section(string path, int firstLine, string[] lines, IReadOnlyList<string> run)
    {
        IReadOnlyList<Directive> checks = Directive.In(lines, firstLine);
        bool isUnchanged = Values(lines, "EXPECT") switch
        {
            [] => false,
            ["unchanged"] => true,
            _ => throw new FormatException($"{path}:{firstLine}: EXPECT knows 'unchanged' alone"),
        };
        if (isUnchanged == checks.Count > 0)
            throw new FormatException($"{path}:{firstLine}: a graph has either checks or EXPECT: unchanged");
        float tolerance = Values(lines, "TOLERANCE") is [string text] ? float.Parse(text) : 1e-5f;
        return new CaseFile(path, firstLine, string.Join('\n', lines), run, isUnchanged, tolerance, checks);
    }

    private static string[] Values(IReadOnlyList<string> lines, string key) =>
        [.. lines.Select(line => Setting().Match(line)).Where(m => m.Success && m.Groups["key"].Value == key).Select(m => m.Groups["value"].Value.Trim())];

    [GeneratedRegex(@"^\s*//\s*(?<key>RUN|EXPECT|TOLERANCE):(?<value>.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();

    [GeneratedRegex(@"^\s*// -----\s*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separator();
}
