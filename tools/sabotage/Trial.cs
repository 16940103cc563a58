using System.Diagnostics;

namespace OneBit.Sabotage;

/// <summary>What became of a mutant.</summary>
internal enum Verdict
{
    /// <summary>A test failed, or did not end.</summary>
    Killed,

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
            bool noticed = !workspace.Passes(target, target.Matching, matchingLimit) || (target.Namespaces.Length > 0 && !workspace.Passes(target, [], wholeLimit));
            return noticed ? Verdict.Killed : Verdict.Survived;
        }
        finally
        {
            File.WriteAllLines(path, original);
        }
    }

    private TimeSpan Limit(IReadOnlyList<string> arguments)
    {
        long start = Stopwatch.GetTimestamp();
        if (!workspace.Passes(target, arguments, TimeSpan.FromMinutes(10)))
            throw new InvalidOperationException($"{target.Tests} does not pass before anything is broken");
        return TimeSpan.FromSeconds(20) + (5 * Stopwatch.GetElapsedTime(start));
    }
}
