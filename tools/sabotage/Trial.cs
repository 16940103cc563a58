namespace OneBit.Sabotage;

/// <summary>What became of a mutant.</summary>
internal enum Verdict
{
    /// <summary>A test failed.</summary>
    Killed,

    /// <summary>The tests did not end in several times their usual time: as good as killed.</summary>
    TimedOut,

    /// <summary>All tests passed.</summary>
    Survived,

    /// <summary>All tests passed, and <c>equivalent.txt</c> says why none can fail.</summary>
    Equivalent,

    /// <summary>The compiler refused it.</summary>
    DoesNotCompile,
}

/// <summary>One target's tests, which passed before anything was broken.</summary>
internal sealed class Trial
{
    private readonly Workspace workspace;
    private readonly Target target;
    private readonly TimeSpan matchingLimit;
    private readonly TimeSpan wholeLimit;

    private Trial(Workspace workspace, Target target)
    {
        this.workspace = workspace;
        this.target = target;
        matchingLimit = Limit(target.Matching);
        wholeLimit = target.Namespaces.Length > 0 ? Limit([]) : matchingLimit;
    }

    /// <summary>Builds and runs the tests as they are; a mutant may take several times as long.</summary>
    /// <exception cref="InvalidOperationException">They do not pass.</exception>
    public static Trial Begin(Workspace workspace, Target target)
    {
        if (!workspace.BuildsTests(target))
            throw new InvalidOperationException($"{target.Tests} does not build before anything is broken");
        return new Trial(workspace, target);
    }

    public Verdict Of(Mutant mutant)
    {
        string path = Path.Combine(workspace.Folder, mutant.File);
        string[] original = File.ReadAllLines(path);
        File.WriteAllLines(path, original.Select((line, i) => i == mutant.Line ? mutant.After : line));
        try
        {
            if (!workspace.Builds(target))
                return Verdict.DoesNotCompile;
            Verdict verdict = workspace.Test(target, target.Matching, matchingLimit).Verdict;
            return verdict == Verdict.Survived && target.Namespaces.Length > 0 ? workspace.Test(target, [], wholeLimit).Verdict : verdict;
        }
        finally
        {
            File.WriteAllLines(path, original);
        }
    }

    private TimeSpan Limit(IReadOnlyList<string> arguments)
    {
        (Verdict verdict, TimeSpan processor) = workspace.Test(target, arguments, TimeSpan.MaxValue);
        return verdict == Verdict.Survived ? TimeSpan.FromSeconds(10) + (5 * processor) : throw new InvalidOperationException($"{target.Tests} does not pass before anything is broken");
    }
}
