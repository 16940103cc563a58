using System.Globalization;
using System.Text;

namespace OneBit.IR;

/// <summary>Strings in double quotes; quotes, backslashes, controls, lone surrogates and invisible characters are escaped.</summary>
internal static class QuotedText
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            quoted = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when IsInvisible(c) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>The string that <paramref name="body"/>, without its quotes, stands for.</summary>
    /// <exception cref="FormatException">An escape is not one.</exception>
    public static string Unquote(ReadOnlySpan<char> body)
    {
        var text = new StringBuilder(body.Length);
        while (!body.IsEmpty)
        {
            int length = 1;
            if (body[0] != '\\')
                text.Append(body[0]);
            else
                length = Escape(body, text);
            body = body[length..];
        }
        return text.ToString();
    }

    private static int Escape(ReadOnlySpan<char> body, StringBuilder text)
    {
        char kind = body.Length > 1 ? body[1] : '\0';
        if (kind == 'u' && body.Length >= 6 && ushort.TryParse(body[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            text.Append((char)code);
            return 6;
        }
        text.Append(kind switch
        {
            '"' or '\\' => kind,
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw new FormatException("an escape is one of \\\" \\\\ \\n \\r \\t \\uXXXX"),
        });
        return 2;
    }

    private static bool IsInvisible(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
