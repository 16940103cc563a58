using System.Text;
using System.Text.RegularExpressions;

namespace OneBit.IR.Tests.Cases;

/// <summary>The text of a check as a regular expression: <c>{{regex}}</c> holes, <c>[[X:regex]]</c> captures, <c>[[X]]</c> what was captured; runs of blanks are one blank.</summary>
internal static partial class CheckPattern
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>The expression, with the values of <paramref name="captured"/> filled in.</summary>
    /// <exception cref="FormatException">A name was not captured before.</exception>
    public static Regex Compile(Directive directive, IReadOnlyDictionary<string, string> captured)
    {
        string text = OneBlank(directive.Text);
        var pattern = new StringBuilder();
        var here = new HashSet<string>(StringComparer.Ordinal);
        int at = 0;
        foreach (Match part in Parts().Matches(text))
        {
            pattern.Append(Regex.Escape(text[at..part.Index]));
            at = part.Index + part.Length;
            string name = part.Groups["name"].Value;
            if (part.Groups["hole"].Success)
                pattern.Append("(?:").Append(part.Groups["hole"].Value).Append(')');
            else if (part.Groups["regex"].Success && here.Add(name))
                pattern.Append("(?<").Append(name).Append('>').Append(part.Groups["regex"].Value).Append(')');
            else if (here.Contains(name))
                pattern.Append("\\k<").Append(name).Append('>');
            else
                pattern.Append(Regex.Escape(captured.TryGetValue(name, out string? value) ? value : throw new FormatException($"line {directive.Line}: {name} was not captured before")));
        }
        pattern.Append(Regex.Escape(text[at..]));
        return new Regex(pattern.ToString(), RegexOptions.CultureInvariant, Timeout);
    }

    /// <summary>The text with each run of blanks as one blank.</summary>
    public static string OneBlank(string text) => Blanks().Replace(text, " ").Trim();

    [GeneratedRegex(@"\{\{(?<hole>.*?)\}\}|\[\[(?<name>[A-Za-z_]\w*)(:(?<regex>.*?))?\]\](?!\])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();

    [GeneratedRegex(@"[ \t]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
