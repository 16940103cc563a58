namespace OneBit.IR;

/// <summary>Kinds of tokens of the text form.</summary>
internal enum TokenKind
{
    /// <summary>A letter or underscore, then letters, digits, underscores and dots.</summary>
    Word,

    /// <summary>A value: <c>%x</c>.</summary>
    Value,

    /// <summary>A name: <c>@x</c>.</summary>
    Name,

    /// <summary>A digit or a sign or a dot, then what numbers are made of.</summary>
    Number,

    /// <summary>A string in double quotes.</summary>
    Quoted,

    /// <summary>One character, or <c>-&gt;</c>.</summary>
    Mark,

    /// <summary>The end of the text.</summary>
    End,
}

/// <summary>A piece of the text; quotes and the signs of values and names belong to it.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int Length);
