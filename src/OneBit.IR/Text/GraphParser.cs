using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>
/// Reads the text form: <c>graph @name(%x: f32[1,4]) { … return %y }</c>, then <c>constants { … }</c>. Nodes are <c>%y = Op(%x, none) {attribute = value} : f32[1,4] "name"</c>;
/// types of results may be left out, attributes that are left out have their defaults, and constants may stand where an operand does.
/// </summary>
public sealed class GraphParser
{
    private readonly TokenStream tokens;
    private readonly LiteralParser literals;
    private readonly Dictionary<string, Value> values = new(StringComparer.Ordinal);
    private readonly Graph graph = new();

    private GraphParser(string text)
    {
        tokens = new TokenStream(text);
        literals = new LiteralParser(tokens, ConstantsSection.Read(tokens));
    }

    /// <summary>The graph that <paramref name="text"/> describes.</summary>
    /// <exception cref="GraphTextException">The text is not a graph; says where and what was expected.</exception>
    public static Graph Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new GraphParser(text).ParseGraph();
    }

    /// <summary>The op that <see cref="GraphPrinter.Print(Op)"/> prints as <paramref name="text"/>, as in <c>Conv2D {stride = [2, 2]}</c>.</summary>
    /// <exception cref="GraphTextException">The text is not an op.</exception>
    public static Op ParseOp(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var stream = new TokenStream(text);
        Op op = AttributeParser.Parse(stream, Schema(stream));
        return stream.AtEnd ? op : throw stream.Expected("the end of the text");
    }

    private static OpSchema Schema(TokenStream stream)
    {
        Token name = stream.Take(TokenKind.Word, "an op or the type of a constant");
        return OpTable.Find(stream.Text(name).ToString()) is { } found && found != Constant.Row ? found : throw stream.Error(name, $"no op is called '{stream.Text(name)}'");
    }

    private Graph ParseGraph()
    {
        tokens.Expect("graph");
        graph.Name = tokens.Name("the graph's name behind '@'");
        tokens.Expect("(");
        while (!tokens.Accept(")"))
        {
            if (graph.Inputs.Count > 0)
                tokens.Expect(",");
            ParseInput();
        }
        tokens.Expect("{");
        while (HeaderText.TryParse(tokens, graph))
        {
        }
        while (!tokens.Is("return"))
            ParseNode();
        ParseOutputs();
        tokens.Expect("}");
        if (!tokens.AtEnd && !tokens.Is("constants"))
            throw tokens.Expected("'constants' or the end of the text");
        return graph;
    }

    private void ParseInput()
    {
        Token name = tokens.Take(TokenKind.Value, "an input like %x or ')'");
        tokens.Expect(":");
        TensorType type = TypeParser.Parse(tokens);
        Define(name, graph.AddInput(type, OptionalName()));
    }

    private void ParseOutputs()
    {
        tokens.Expect("return");
        var outputs = new List<Value>();
        while (!tokens.Is("}"))
        {
            if (outputs.Count > 0)
                tokens.Expect(",");
            outputs.Add(Find(tokens.Take(TokenKind.Value, "a value like %x")));
        }
        graph.SetOutputs(outputs);
    }

    private void ParseNode()
    {
        var results = new List<Token>();
        do
            results.Add(tokens.Take(TokenKind.Value, "a node like %x = …, or return"));
        while (tokens.Accept(","));
        tokens.Expect("=");
        Token start = tokens.Current;
        Node node = TypeParser.IsNext(tokens) ? ParseConstant() : ParseOp(start);
        if (node.Results.Count != results.Count)
            throw tokens.Error(results[0], $"{node.Op.Schema.Name} has {node.Results.Count} results, {results.Count} are named");
        for (int i = 0; i < results.Count; i++)
            Define(results[i], node.Results[i]);
    }

    private Node ParseConstant()
    {
        Node node = graph.Add(new Constant { Value = literals.Parse() }, []);
        node.Results[0].Name = OptionalName();
        return node;
    }

    private Node ParseOp(Token start)
    {
        OpSchema schema = Schema(tokens);
        List<Value?> operands = ParseOperands();
        Op op = AttributeParser.Parse(tokens, schema);
        (List<TensorType>? types, List<string?> names) = ParseResults();
        try
        {
            Node node = graph.Add(op, operands, types);
            for (int i = 0; i < node.Results.Count && i < names.Count; i++)
                node.Results[i].Name = names[i];
            return node;
        }
        catch (ModelFormatException e)
        {
            throw tokens.Error(start, e.Message, e);
        }
    }

    private List<Value?> ParseOperands()
    {
        tokens.Expect("(");
        var operands = new List<Value?>();
        while (!tokens.Accept(")"))
        {
            if (operands.Count > 0)
                tokens.Expect(",");
            operands.Add(ParseOperand());
        }
        return operands;
    }

    private Value? ParseOperand()
    {
        if (tokens.Accept("none"))
            return null;
        if (TypeParser.IsNext(tokens))
            return graph.Emit(literals.Parse());
        return Find(tokens.Take(TokenKind.Value, "an operand: %x, none, or a constant with its type"));
    }

    private (List<TensorType>? Types, List<string?> Names) ParseResults()
    {
        var names = new List<string?>();
        if (!tokens.Accept(":"))
            return (null, [OptionalName()]);
        var types = new List<TensorType>();
        do
        {
            types.Add(TypeParser.Parse(tokens));
            names.Add(OptionalName());
        }
        while (tokens.Accept(","));
        return (types, names);
    }

    private string? OptionalName() => tokens.Current.Kind == TokenKind.Quoted ? tokens.Quoted("a name") : null;

    private void Define(Token name, Value value)
    {
        if (name.Length == 1 || !values.TryAdd(tokens.Text(name).ToString(), value))
            throw tokens.Error(name, name.Length == 1 ? "expected a value's name behind '%'" : $"'{tokens.Text(name)}' is there already");
    }

    private Value Find(Token name) =>
        values.TryGetValue(tokens.Text(name).ToString(), out Value? value) ? value : throw tokens.Error(name, $"'{tokens.Text(name)}' is not defined above");
}
