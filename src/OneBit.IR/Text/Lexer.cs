namespace OneBit.IR;

/// <summary>Cuts the text form into tokens. <c>//</c> starts a comment.</summary>
internal static class Lexer
{
    public static List<Token> Tokens(string text)
    {
        var tokens = new List<Token>();
        int at = 0;
        while ((at = SkipBlank(text, at)) < text.Length)
        {
            Token token = Next(text, at);
            tokens.Add(token);
            at += token.Length;
        }
        tokens.Add(new Token(TokenKind.End, text.Length, 0));
        return tokens;
    }

    public static GraphTextException Error(string text, int at, string message, Exception? inner = null)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, at);
        return new GraphTextException(message, before.Count('\n') + 1, at - before.LastIndexOf('\n'), inner);
    }

    private static int SkipBlank(string text, int at)
    {
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
                at++;
            else if (text.AsSpan(at).StartsWith("//"))
                at = text.IndexOf('\n', at) is >= 0 and int end ? end : text.Length;
            else
                break;
        }
        return at;
    }

    private static Token Next(string text, int at)
    {
        char c = text[at];
        return c switch
        {
            '"' => Quoted(text, at),
            '%' => new Token(TokenKind.Value, at, 1 + WordLength(text, at + 1)),
            '@' => new Token(TokenKind.Name, at, 1 + WordLength(text, at + 1)),
            '-' when at + 1 < text.Length && text[at + 1] == '>' => new Token(TokenKind.Mark, at, 2),
            _ when char.IsAsciiLetter(c) || c == '_' => new Token(TokenKind.Word, at, WordLength(text, at)),
            _ when char.IsAsciiDigit(c) || c is '-' or '+' or '.' => new Token(TokenKind.Number, at, NumberLength(text, at)),
            _ => new Token(TokenKind.Mark, at, 1),
        };
    }

    private static int WordLength(string text, int start)
    {
        int at = start;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.'))
            at++;
        return at - start;
    }

    private static int NumberLength(string text, int start)
    {
        int at = start + 1;
        bool hexadecimal = text.AsSpan(start).StartsWith("0x");
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '.' || (text[at] is '+' or '-' && !hexadecimal && text[at - 1] is 'e' or 'E')))
            at++;
        return at - start;
    }

    private static Token Quoted(string text, int start)
    {
        int at = start + 1;
        while (at < text.Length && text[at] is not ('"' or '\n'))
            at += text[at] == '\\' ? 2 : 1;
        return at < text.Length && text[at] == '"'
            ? new Token(TokenKind.Quoted, start, at + 1 - start)
            : throw Error(text, start, "the string has no closing quote on its line");
    }
}
