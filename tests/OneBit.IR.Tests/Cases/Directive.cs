using System.Text.RegularExpressions;

namespace OneBit.IR.Tests.Cases;

/// <summary>What a line <c>// CHECK…: text</c> asks for.</summary>
internal enum CheckKind
{
    /// <summary>A line behind the last match holds the text.</summary>
    Anywhere,

    /// <summary>The line behind the last match holds it.</summary>
    Next,

    /// <summary>The line of the last match holds it, behind that match.</summary>
    Same,

    /// <summary>No line between the matches around holds it.</summary>
    Not,

    /// <summary>As anywhere, and no other check looks across the line.</summary>
    Label,
}

/// <summary>One check of a case.</summary>
internal sealed partial record Directive(CheckKind Kind, string Text, int Line)
{
    /// <summary>All checks in <paramref name="lines"/>; <paramref name="firstLine"/> is the number of the first one.</summary>
    public static IReadOnlyList<Directive> In(IReadOnlyList<string> lines, int firstLine = 1)
    {
        var directives = new List<Directive>();
        for (int i = 0; i < lines.Count; i++)
        {
            if (Check().Match(lines[i]) is { Success: true } match)
                directives.Add(new Directive(Parse(match.Groups["kind"].Value, firstLine + i), match.Groups["text"].Value.Trim(), firstLine + i));
        }
        return directives;
    }

    private static CheckKind Parse(string suffix, int line) => suffix switch
    {
        "" => CheckKind.Anywhere,
        "-NEXT" => CheckKind.Next,
        "-SAME" => CheckKind.Same,
        "-NOT" => CheckKind.Not,
        "-LABEL" => CheckKind.Label,
        _ => throw new FormatException($"line {line}: there is no CHECK{suffix}"),
    };

    [GeneratedRegex(@"^\s*//\s*CHECK(?<kind>-[A-Z]*)?:(?<text>.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Check();
}
