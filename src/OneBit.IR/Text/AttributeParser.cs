using System.Collections.Immutable;

namespace OneBit.IR;

/// <summary>Reads attributes: <c>{stride = [2, 2], padding = same}</c>.</summary>
internal static class AttributeParser
{
    /// <summary>An op of the schema with the attributes that follow, if any do.</summary>
    public static Op Parse(TokenStream tokens, OpSchema schema)
    {
        Op op = schema.Default;
        if (!tokens.Accept("{"))
            return op;
        var seen = new HashSet<OpAttribute>();
        while (!tokens.Accept("}"))
        {
            if (seen.Count > 0)
                tokens.Expect(",");
            Token name = tokens.Take(TokenKind.Word, "an attribute or '}'");
            OpAttribute attribute = Find(tokens, schema, name);
            if (!seen.Add(attribute))
                throw tokens.Error(name, $"'{attribute.Name}' is there already");
            tokens.Expect("=");
            op = With(tokens, op, attribute);
        }
        return op;
    }

    private static OpAttribute Find(TokenStream tokens, OpSchema schema, Token name)
    {
        foreach (OpAttribute attribute in schema.Attributes)
        {
            if (tokens.Text(name).SequenceEqual(attribute.Name))
                return attribute;
        }
        string known = schema.Attributes.Count == 0 ? "it has none" : $"it has {string.Join(", ", schema.Attributes.Select(a => a.Name))}";
        throw tokens.Error(name, $"{schema.Name} has no attribute '{tokens.Text(name)}'; {known}");
    }

    private static Op With(TokenStream tokens, Op op, OpAttribute attribute)
    {
        Token start = tokens.Current;
        try
        {
            return attribute.With(op, Value(tokens, attribute));
        }
        catch (FormatException e)
        {
            throw tokens.Error(start, $"{attribute.Name}: {e.Message}", e);
        }
    }

    private static object Value(TokenStream tokens, OpAttribute attribute) => attribute.Kind switch
    {
        AttributeKind.Int => tokens.Integer("a whole number"),
        AttributeKind.Float => tokens.Float("a number"),
        AttributeKind.Bool => tokens.Accept("true") || (tokens.Accept("false") ? false : throw tokens.Expected("true or false")),
        AttributeKind.Ints => Integers(tokens),
        AttributeKind.Text => tokens.Quoted("a string in quotes"),
        _ => Word(tokens, attribute),
    };

    private static string Word(TokenStream tokens, OpAttribute attribute)
    {
        string word = tokens.CurrentText.ToString();
        if (!attribute.Words.Contains(word, StringComparer.Ordinal))
            throw tokens.Expected($"one of {string.Join(", ", attribute.Words)}");
        tokens.Skip();
        return word;
    }

    private static ImmutableArray<int> Integers(TokenStream tokens)
    {
        ImmutableArray<int>.Builder values = ImmutableArray.CreateBuilder<int>();
        tokens.Expect("[");
        while (!tokens.Accept("]"))
        {
            if (values.Count > 0)
                tokens.Expect(",");
            values.Add(tokens.Integer("a whole number or ']'"));
        }
        return values.ToImmutable();
    }
}
