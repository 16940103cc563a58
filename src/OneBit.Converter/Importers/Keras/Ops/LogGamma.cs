using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Converter.Keras;

/// <summary>The logarithm of |Γ(x)|, which the IR has no op for, by Lanczos' approximation.</summary>
internal static class LogGamma
{
    private const float Offset = 5.5f;
    private const float RootOfTwoPi = 2.5066283f;
    private static readonly float[] Coefficients = [76.180092f, -86.505320f, 24.014098f, -1.2317396f, 1.2086510e-3f, -5.3952394e-6f];

    /// <summary>Emits it; where x ≤ 0 by reflection, ln Γ(x) = ln π − ln |sin πx| − ln Γ(1 − x).</summary>
    public static Value Of(Graph graph, Value x)
    {
        Value isAbove = graph.Emit(new Compare { Kind = CompareKind.Greater }, x, graph.Emit(Literal.Scalar(0f)));
        Value above = Lanczos(graph, graph.Emit(new Select(), isAbove, x, Binary(graph, BinaryKind.Sub, graph.Emit(Literal.Scalar(1f)), x)));
        Value sine = graph.Emit(new Unary { Kind = UnaryKind.Sin }, Binary(graph, BinaryKind.Mul, x, MathF.PI));
        Value logOfSine = graph.Emit(new Unary { Kind = UnaryKind.Log }, graph.Emit(new Unary { Kind = UnaryKind.Abs }, sine));
        Value reflected = Binary(graph, BinaryKind.Sub, Binary(graph, BinaryKind.Sub, graph.Emit(Literal.Scalar(MathF.Log(MathF.PI))), logOfSine), above);
        return graph.Emit(new Select(), isAbove, above, reflected);
    }

    // ln Γ(z) = (z + ½)·ln(z + 5.5) − (z + 5.5) + ln(√2π·(1 + Σ cₖ/(z + k))/z)   where z > 0
    private static Value Lanczos(Graph graph, Value z)
    {
        Value series = graph.Emit(Literal.Scalar(1f));
        for (int k = 0; k < Coefficients.Length; k++)
            series = Binary(graph, BinaryKind.Add, series, Binary(graph, BinaryKind.Div, graph.Emit(Literal.Scalar(Coefficients[k])), Binary(graph, BinaryKind.Add, z, k + 1f)));
        Value t = Binary(graph, BinaryKind.Add, z, Offset), log = graph.Emit(new Unary { Kind = UnaryKind.Log }, t);
        Value power = Binary(graph, BinaryKind.Sub, Binary(graph, BinaryKind.Mul, Binary(graph, BinaryKind.Add, z, 0.5f), log), t);
        return Binary(graph, BinaryKind.Add, power, graph.Emit(new Unary { Kind = UnaryKind.Log }, Binary(graph, BinaryKind.Div, Binary(graph, BinaryKind.Mul, series, RootOfTwoPi), z)));
    }

    private static Value Binary(Graph graph, BinaryKind kind, Value left, float right) => Binary(graph, kind, left, graph.Emit(Literal.Scalar(right)));

    private static Value Binary(Graph graph, BinaryKind kind, Value left, Value right) => graph.Emit(new Binary { Kind = kind }, left, right);
}
