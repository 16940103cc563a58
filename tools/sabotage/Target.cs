namespace OneBit.Sabotage;

/// <summary>Code to break, and the tests that must notice: those that match it first, and where they are content all of their project.</summary>
/// <param name="Name">What <c>--target</c> takes.</param>
/// <param name="Project">The project whose code is broken; it alone is built again for each mutant.</param>
/// <param name="Files">How the paths of its files start, below the project.</param>
/// <param name="Tests">The project of the tests.</param>
/// <param name="Namespaces">Where in that project the matching tests are.</param>
internal sealed record Target(string Name, string Project, string[] Files, string Tests, string[] Namespaces)
{
    public static IReadOnlyList<Target> All { get; } =
    [
        new("binary-convolution", "OneBit.Kernels", ["BinaryConvolution/"], "OneBit.Kernels.Tests", ["Convolution"]),
        new("bit-packing", "OneBit.Kernels", ["BitPacking/"], "OneBit.Kernels.Tests", ["Packing"]),
        new("binary-pooling", "OneBit.Kernels", ["BinaryPooling/"], "OneBit.Kernels.Tests", ["Pooling"]),
        new("int8", "OneBit.Kernels", ["Int8", "Depthwise/Int8", "Pooling/Int8"], "OneBit.Kernels.Tests", ["Int8Convolution", "Int8Elementwise", "FloatPooling"]),
        new("float", "OneBit.Kernels", ["Dense/", "Depthwise/Float", "Elementwise/", "FloatConvolution/", "Pooling/Float"], "OneBit.Kernels.Tests", ["FloatConvolution", "FloatDense", "FloatDepthwise", "FloatElementwise", "FloatPooling"]),
        new("shared-kernels", "OneBit.Kernels", ["Catalogue/", "Lanes/", "Panels/", "Taps/", "Windows/"], "OneBit.Kernels.Tests", []),
        new("passes", "OneBit.Passes", [""], "OneBit.IR.Tests", ["Cases", "Rewriting"]),
        new("planner", "OneBit.Runtime", ["Memory/", "Plans/"], "OneBit.Runtime.Tests", []),
        new("lowerings", "OneBit.Runtime", ["Lowering/"], "OneBit.Runtime.Tests", []),
    ];

    /// <summary>Arguments that choose the matching tests.</summary>
    public IReadOnlyList<string> Matching => [.. Namespaces.SelectMany(name => new[] { "-namespace", $"{Tests}.{name}" })];

    /// <summary>All mutants of the target's code that this machine can tell from the original.</summary>
    public IEnumerable<Mutant> Mutants(string repository)
    {
        string folder = Path.Combine(repository, "src", Project);
        return
            from path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            let below = Path.GetRelativePath(folder, path).Replace('\\', '/')
            where Files.Any(start => below.StartsWith(start, StringComparison.Ordinal)) && !below.Split('/').Any(part => part is "bin" or "obj")
            let code = new SourceFile(Path.GetRelativePath(repository, path), File.ReadAllLines(path))
            from mutator in Mutator.All
            from mutant in mutator.Mutants(code)
            select mutant;
    }
}
