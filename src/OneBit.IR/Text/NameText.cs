namespace OneBit.IR;

/// <summary>Names behind <c>@</c>: bare where they are a word, else quoted.</summary>
internal static class NameText
{
    public static string Format(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') ? "@" + name : "@" + QuotedText.Quote(name);
}
