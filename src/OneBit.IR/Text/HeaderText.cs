namespace OneBit.IR;

/// <summary>Reads what a graph carries besides its nodes: description, metadata, signatures.</summary>
internal static class HeaderText
{
    /// <summary>Reads one entry into <paramref name="graph"/>; false where there is none.</summary>
    public static bool TryParse(TokenStream tokens, Graph graph)
    {
        if (tokens.Accept("description"))
            graph.Description = tokens.Quoted("the description in quotes");
        else if (tokens.Accept("metadata"))
            ParseMetadata(tokens, graph);
        else if (tokens.Accept("signature"))
            ParseSignature(tokens, graph);
        else
            return false;
        return true;
    }

    private static void ParseMetadata(TokenStream tokens, Graph graph)
    {
        string name = tokens.Quoted("the metadata's name in quotes");
        tokens.Expect("base64");
        graph.Metadata.Add(new(name, tokens.Base64()));
    }

    private static void ParseSignature(TokenStream tokens, Graph graph)
    {
        string key = tokens.Quoted("the signature's key in quotes");
        List<SignatureEntry> inputs = Entries(tokens);
        tokens.Expect("->");
        graph.Signatures.Add(new Signature(key, inputs, Entries(tokens)));
    }

    private static List<SignatureEntry> Entries(TokenStream tokens)
    {
        var entries = new List<SignatureEntry>();
        tokens.Expect("(");
        while (!tokens.Accept(")"))
        {
            if (entries.Count > 0)
                tokens.Expect(",");
            string name = tokens.Quoted("a name in quotes, or ')'");
            tokens.Expect("=");
            entries.Add(new SignatureEntry(name, tokens.Integer("the position of an input or output")));
        }
        return entries;
    }
}
