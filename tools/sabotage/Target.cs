namespace OneBit.Sabotage;

/// <summary>Code to break, and the tests that must notice.</summary>
internal sealed record Target(string Name, string[] Folders, string Tests, string[] Arguments)
{
    public static IReadOnlyList<Target> All { get; } =
    [
        new("kernels", ["src/OneBit.Kernels"], "OneBit.Kernels.Tests", []),
        new("passes", ["src/OneBit.Passes"], "OneBit.IR.Tests", []),
        new("planner", ["src/OneBit.Runtime"], "OneBit.Runtime.Tests", []),
    ];

    public IEnumerable<Mutant> Mutants(string repository) =>
        from folder in Folders
        from path in Directory.EnumerateFiles(Path.Combine(repository, folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let relative = Path.GetRelativePath(repository, path)
        where !relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
        let lines = File.ReadAllLines(path)
        from mutator in Mutator.All
        from mutant in mutator.Mutants(relative, lines)
        select mutant;
}
