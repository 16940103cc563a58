using System.Text.RegularExpressions;

namespace OneBit.Sabotage;

/// <summary>One way to break a line of code: each match of the pattern gives one mutant.</summary>
internal sealed record Mutator(string Name, string Pattern, string Replacement)
{
    /// <summary>The ways that matter here: signs, bounds, tails, masks and a rule's guards.</summary>
    public static IReadOnlyList<Mutator> All { get; } =
    [
        new("flip a sign", @"(?<=[\w\)\]]) \+ (?=[\w\(])", " - "),
        new("flip a sign", @"(?<=[\w\)\]]) - (?=[\w\(])", " + "),
        new("negate", @"(?<=[=(,] )-(?=\w)", string.Empty),
        new("off by one", @"(?<=[\w\)\]]) < (?=[\w\(])", " <= "),
        new("off by one", @"(?<=[\w\)\]]) <= (?=[\w\(])", " < "),
        new("off by one", @"(?<=[\w\)\]]) > (?=[\w\(])", " >= "),
        new("off by one", @"(?<=[\w\)\]]) >= (?=[\w\(])", " > "),
        new("invert", @"(?<=[\w\)\]]) == (?=[\w\(])", " != "),
        new("drop a tail", @"(?<=\bfor \(; )[^;]+(?=;)", "false"),
        new("drop a tail", @"(?<=\bif \()[^()]*(tail|rest|remain)[^()]*(?=\))", "false"),
        new("widen a mask", @"\b(BitLayout\.)?TailMask\([^()]*\)", "uint.MaxValue"),
        new("drop a guard", @" \{ HasOneUse: true \}", string.Empty),
        new("drop a guard", @" when [^=]+(?==>)", " "),
        new("drop a condition", @" && (?:[^&|;{}()]|\([^()]*\))+(?= &&| \|\||\)|;| =>| \?|$)", string.Empty),
        new("swap extremes", @"\bMath\.Max\(", "Math.Min("),
        new("swap extremes", @"\bMath\.Min\(", "Math.Max("),
        new("xor to or", @" \^ ", " | "),
    ];

    /// <summary>All mutants that this way makes of <paramref name="file"/>.</summary>
    public IEnumerable<Mutant> Mutants(SourceFile file)
    {
        var regex = new Regex(Pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return
            from i in file.Candidates()
            let line = file.Lines[i]
            from Match match in regex.Matches(line)
            select new Mutant(file.Path, i, Name, line.Trim(), string.Concat(line.AsSpan(0, match.Index), Replacement, line.AsSpan(match.Index + match.Length)));
    }
}

/// <summary>A file with one line changed.</summary>
internal sealed record Mutant(string File, int Line, string How, string Before, string After)
{
    public override string ToString() => $"{File}:{Line + 1} ({How}): {Before}  ->  {After.Trim()}";
}
