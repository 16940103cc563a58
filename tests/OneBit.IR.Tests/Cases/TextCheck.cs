using System.Text.RegularExpressions;

namespace OneBit.IR.Tests.Cases;

/// <summary>Checks a text against directives, as LLVM's FileCheck does.</summary>
internal sealed class TextCheck
{
    private readonly string[] lines;
    private readonly Dictionary<string, string> captured = new(StringComparer.Ordinal);
    private int line = -1;
    private int column;
    private int end;

    private TextCheck(string text)
    {
        lines = [.. text.TrimEnd().Split('\n').Select(CheckPattern.OneBlank)];
        end = lines.Length;
    }

    /// <summary>Null where <paramref name="text"/> is as the directives say, else a sentence on the first that fails.</summary>
    /// <exception cref="FormatException">The directives make no sense.</exception>
    public static string? Failure(IReadOnlyList<Directive> directives, string text) => new TextCheck(text).Run(directives);

    private string? Run(IReadOnlyList<Directive> directives)
    {
        int[] labels = [.. Enumerable.Range(0, directives.Count).Where(i => directives[i].Kind == CheckKind.Label)];
        int first = 0;
        foreach (int label in labels)
        {
            if (Find(directives[label], line + 1, lines.Length) is not { } found)
                return Missing(directives[label], "is nowhere behind the last label");
            end = found.Line;
            if (Block(directives.Skip(first).Take(label - first)) is { } failure)
                return failure;
            Accept(found);
            end = lines.Length;
            first = label + 1;
        }
        return Block(directives.Skip(first));
    }

    private string? Block(IEnumerable<Directive> directives)
    {
        var forbidden = new List<Directive>();
        foreach (Directive directive in directives)
        {
            if (directive.Kind == CheckKind.Not)
            {
                forbidden.Add(directive);
                continue;
            }
            if (Locate(directive) is not { } found)
                return Missing(directive, Where(directive.Kind));
            if (Forbidden(forbidden, found.Line, found.Match.Index) is { } failure)
                return failure;
            forbidden.Clear();
            Accept(found);
        }
        return Forbidden(forbidden, end, 0);
    }

    private Found? Locate(Directive directive) => directive.Kind switch
    {
        CheckKind.Next => Find(directive, line + 1, Math.Min(line + 2, end)),
        CheckKind.Same => line >= 0 ? Find(directive, line, line + 1) : null,
        _ => Find(directive, Math.Max(line, 0), end),
    };

    private Found? Find(Directive directive, int from, int to)
    {
        Regex pattern = CheckPattern.Compile(directive, captured);
        for (int i = from; i < to; i++)
        {
            Match match = pattern.Match(lines[i], i == line ? column : 0);
            if (match.Success)
                return new Found(i, match);
        }
        return null;
    }

    private string? Forbidden(List<Directive> directives, int toLine, int toColumn)
    {
        foreach (Directive directive in directives)
        {
            Regex pattern = CheckPattern.Compile(directive, captured);
            for (int i = Math.Max(line, 0); i <= toLine && i < lines.Length; i++)
            {
                string text = i == toLine ? lines[i][..toColumn] : lines[i];
                if (pattern.IsMatch(text, i == line ? Math.Min(column, text.Length) : 0))
                    return $"line {directive.Line}: there is a '{directive.Text}', in: {lines[i]}";
            }
        }
        return null;
    }

    private void Accept(Found found)
    {
        (line, column) = (found.Line, found.Match.Index + found.Match.Length);
        foreach (Group group in found.Match.Groups)
        {
            if (!char.IsAsciiDigit(group.Name[0]))
                captured[group.Name] = group.Value;
        }
    }

    private string Missing(Directive directive, string where) =>
        $"line {directive.Line}: '{directive.Text}' {where}{(line < 0 ? string.Empty : $"; the last match was in: {lines[line]}")}";

    private static string Where(CheckKind kind) => kind switch
    {
        CheckKind.Next => "is not in the next line",
        CheckKind.Same => "is not behind the last match in its line",
        _ => "is nowhere behind the last match",
    };

    private readonly record struct Found(int Line, Match Match);
}
