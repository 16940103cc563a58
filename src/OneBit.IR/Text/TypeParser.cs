using System.Collections.Immutable;
using OneBit.Tensors;

namespace OneBit.IR;

/// <summary>Reads types: element, shape, quantization.</summary>
internal static class TypeParser
{
    public static bool IsNext(TokenStream tokens) => tokens.Current.Kind == TokenKind.Word && DTypes.TryParse(tokens.CurrentText, out _);

    public static TensorType Parse(TokenStream tokens)
    {
        if (!DTypes.TryParse(tokens.CurrentText, out DType element))
            throw tokens.Expected($"an element type ({string.Join(", ", DTypes.All.Select(DTypes.Name))})");
        tokens.Skip();
        tokens.Expect("[");
        var dimensions = new List<int>();
        while (!tokens.Accept("]"))
        {
            if (dimensions.Count > 0)
                tokens.Expect(",");
            if (dimensions.Count == TypeInference.MaxRank)
                throw tokens.Expected($"at most {TypeInference.MaxRank} dimensions");
            dimensions.Add(tokens.Accept("?") ? Shape.Unknown : Dimension(tokens));
        }
        return new TensorType(element, [.. dimensions], tokens.Is("{") ? Quantization(tokens) : null);
    }

    private static int Dimension(TokenStream tokens)
    {
        Token token = tokens.Current;
        int dimension = tokens.Integer("a dimension or '?'");
        return dimension >= 0 ? dimension : throw tokens.Error(token, $"expected a dimension of 0 or more, found {dimension}");
    }

    private static Quantization Quantization(TokenStream tokens)
    {
        Token start = tokens.Current;
        tokens.Expect("{");
        int axis = 0;
        if (tokens.Accept("axis"))
        {
            axis = tokens.Integer("the axis of the scales");
            tokens.Expect(",");
        }
        tokens.Expect("scale");
        ImmutableArray<float> scales = OneOrMore(tokens, () => tokens.Float("a scale"));
        ImmutableArray<int> zeros = tokens.Accept(",") && tokens.Accept("zero") ? OneOrMore(tokens, () => tokens.Integer("a zero point")) : [0];
        tokens.Expect("}");
        if (zeros.Length == 1)
            zeros = [.. Enumerable.Repeat(zeros[0], scales.Length)];
        try
        {
            return new Quantization(scales, zeros, axis);
        }
        catch (ArgumentException e)
        {
            throw tokens.Error(start, $"not a quantization: {e.Message}", e);
        }
    }

    private static ImmutableArray<T> OneOrMore<T>(TokenStream tokens, Func<T> next)
    {
        if (!tokens.Accept("["))
            return [next()];
        ImmutableArray<T>.Builder values = ImmutableArray.CreateBuilder<T>();
        do
            values.Add(next());
        while (tokens.Accept(","));
        tokens.Expect("]");
        return values.ToImmutable();
    }
}
