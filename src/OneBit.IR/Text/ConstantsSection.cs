namespace OneBit.IR;

/// <summary>The long constants at the end of a text. They are read first, because inference wants the values of operands.</summary>
internal static class ConstantsSection
{
    /// <summary>Reads the section, if there is one, and goes back to where the stream was.</summary>
    public static IReadOnlyDictionary<string, byte[]> Read(TokenStream tokens)
    {
        var constants = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        int start = tokens.Position;
        for (int depth = 0; !tokens.AtEnd && !(depth == 0 && tokens.Is("constants")); tokens.Skip())
            depth += tokens.Is("{") ? 1 : tokens.Is("}") ? -1 : 0;
        if (tokens.Accept("constants"))
            ReadAll(tokens, constants);
        tokens.Position = start;
        return constants;
    }

    private static void ReadAll(TokenStream tokens, Dictionary<string, byte[]> constants)
    {
        tokens.Expect("{");
        while (!tokens.Accept("}"))
        {
            Token start = tokens.Current;
            string name = tokens.Name("a constant like @c0, or '}'");
            tokens.Expect("=");
            tokens.Expect("base64");
            if (!constants.TryAdd(name, tokens.Base64()))
                throw tokens.Error(start, $"{NameText.Format(name)} is there already");
        }
        if (!tokens.AtEnd)
            throw tokens.Expected("the end of the text");
    }
}
