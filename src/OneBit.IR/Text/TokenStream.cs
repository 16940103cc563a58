using System.Globalization;

namespace OneBit.IR;

/// <summary>The tokens of a text in order, with the errors that name their places.</summary>
internal sealed class TokenStream(string text)
{
    private readonly List<Token> tokens = Lexer.Tokens(text);

    public int Position { get; set; }

    public Token Current => tokens[Position];

    public ReadOnlySpan<char> CurrentText => Text(Current);

    public bool AtEnd => Current.Kind == TokenKind.End;

    public ReadOnlySpan<char> Text(Token token) => text.AsSpan(token.Start, token.Length);

    public void Skip() => Position += AtEnd ? 0 : 1;

    public bool Is(string mark) => Current.Kind is TokenKind.Mark or TokenKind.Word && CurrentText.SequenceEqual(mark);

    public bool Accept(string mark)
    {
        bool here = Is(mark);
        if (here)
            Skip();
        return here;
    }

    public void Expect(string mark)
    {
        if (!Accept(mark))
            throw Expected($"'{mark}'");
    }

    public Token Take(TokenKind kind, string what)
    {
        Token token = Current;
        if (token.Kind != kind)
            throw Expected(what);
        Skip();
        return token;
    }

    public int Integer(string what)
    {
        Token token = Take(TokenKind.Number, what);
        return int.TryParse(Text(token), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : throw Error(token, $"expected {what}, found '{Shown(token)}'");
    }

    public float Float(string what)
    {
        Token token = Current;
        if (token.Kind is not (TokenKind.Number or TokenKind.Word) || !ScalarText.TryParse(CurrentText, out float value))
            throw Expected(what);
        Skip();
        return value;
    }

    public string Quoted(string what)
    {
        Token token = Take(TokenKind.Quoted, what);
        try
        {
            return QuotedText.Unquote(Text(token)[1..^1]);
        }
        catch (FormatException e)
        {
            throw Error(token, e.Message, e);
        }
    }

    /// <summary>A name behind @, bare or quoted.</summary>
    public string Name(string what)
    {
        Token token = Take(TokenKind.Name, what);
        return token.Length > 1 ? Text(token)[1..].ToString() : Quoted(what);
    }

    public byte[] Base64()
    {
        Expect("(");
        Token token = Take(TokenKind.Quoted, "base64 in quotes");
        var bytes = new byte[token.Length / 4 * 3 + 3];
        if (!Convert.TryFromBase64Chars(Text(token)[1..^1], bytes, out int written))
            throw Error(token, "expected base64");
        Expect(")");
        return bytes[..written];
    }

    public GraphTextException Expected(string what) => Error(Current, $"expected {what}, found {(AtEnd ? "the end of the text" : $"'{Shown(Current)}'")}");

    public GraphTextException Error(Token token, string message, Exception? inner = null) => Lexer.Error(text, token.Start, message, inner);

    private string Shown(Token token) => token.Length <= 40 ? Text(token).ToString() : $"{Text(token)[..40]}…";
}
