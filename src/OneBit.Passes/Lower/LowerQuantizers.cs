using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Writes the quantizers that stay float by ops that stock TensorFlow Lite and Larq Compute Engine have. Nothing is subtracted from a threshold: comparisons keep every tie.
/// Those ops read subnormals as zero, so a threshold between −2⁻¹²⁶ and 2⁻¹²⁶ is exact only where it is what x ≥ 0 means there.  (F9)
/// </summary>
public static class LowerQuantizers
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("lower-quantizers", "Writes quantizers by ops of stock TensorFlow Lite and Larq Compute Engine.")
    {
        Rules =
        [
            Exact(Signs), Numbers(SignsOfNumbers), Exact(TwoLevels), Numbers(TwoLevelsOfNumbers),
            Exact(Rounded), Exact(Levels), Numbers(LevelsOfNumbers), Exact(Grid),
        ],
    };

    // Q(x) = dequantize(quantize(x))   for levels ∓1 at x ≥ nextUp(−ε), NaN giving +1  (F1)
    private static Value? Signs(Value root, Rewriter g) => root switch
    {
        (TwoLevelQuantize { Nan: NanRule.Above }, [{ } x, ..] operands) when AreSigns(operands) && x.Type.Shape.Rank > 0 => g.Emit(new BinaryDequantize(), g.Emit(new BinaryQuantize(), x)),
        _ => null,
    };

    // Q(x) = dequantize(quantize(x))   for levels ∓1 at x ≥ nextUp(−ε), for numbers
    private static Value? SignsOfNumbers(Value root, Rewriter g) => root switch
    {
        (TwoLevelQuantize { Nan: NanRule.Nan }, [{ } x, ..] operands) when AreSigns(operands) && x.Type.Shape.Rank > 0 => g.Emit(new BinaryDequantize(), g.Emit(new BinaryQuantize(), x)),
        _ => null,
    };

    // Q(x) = x ≥ t ? high : low,  or x < t ? low : high where NaN gives high
    private static Value? TwoLevels(Value root, Rewriter g) => root switch
    {
        (TwoLevelQuantize { Nan: not NanRule.Nan } quantize, [{ } x, (Constant t, _), { } low, { } high]) when t.Value.All<float>(IsSeen)
            => Choice(g, x, t, low, high, quantize.Nan == NanRule.Above),
        _ => null,
    };

    // Q(x) = x ≥ t ? high : low   for numbers
    private static Value? TwoLevelsOfNumbers(Value root, Rewriter g) => root switch
    {
        (TwoLevelQuantize quantize, [{ } x, (Constant t, _), { } low, { } high]) => Choice(g, x, t, low, high, quantize.Nan == NanRule.Above),
        _ => null,
    };

    // Q(x) = round(clamp(x·a))·b and its like   where its steps are those of Q
    private static Value? Rounded(Value root, Rewriter g) => root switch
    {
        (MultiLevelQuantize quantize, [{ } x, (Constant edges, _), (Constant levels, _)]) => RoundedForm.Find(quantize, edges.Value, levels.Value)?.Emit(g, x),
        _ => null,
    };

    // Q(x) = x ≥ tₙ ? levelₙ : … x ≥ t₁ ? level₁ : level₀,  the first one x < tₙ where NaN gives the last level
    private static Value? Levels(Value root, Rewriter g) => root switch
    {
        (MultiLevelQuantize { Nan: not NanRule.Nan } quantize, [{ } x, (Constant edges, _), (Constant levels, _)]) when edges.Value.All<float>(IsSeen) => Choices(g, x, quantize, edges, levels),
        _ => null,
    };

    // Q(x) = x ≥ tₙ ? levelₙ : … x ≥ t₁ ? level₁ : level₀   for numbers
    private static Value? LevelsOfNumbers(Value root, Rewriter g) => root switch
    {
        (MultiLevelQuantize quantize, [{ } x, (Constant edges, _), (Constant levels, _)]) => Choices(g, x, quantize, edges, levels),
        _ => null,
    };

    // Q(x) = ⌊(clamp(x) − min)/scale − zero + 0.5⌋·scale
    private static Value? Grid(Value root, Rewriter g) => root switch
    {
        (FakeQuantize quantize, [{ } x]) => FakeQuantizeGrid.Emit(quantize, x, g),
        _ => null,
    };

    private static bool AreSigns(IReadOnlyList<Value?> operands) => operands is [_, (Constant t, _), (Constant low, _), (Constant high, _)] && t.IsAll(FloatOrder.SignEdge) && low.IsAll(-1) && high.IsAll(1);

    private static bool IsSeen(float t) => t == FloatOrder.SignEdge || float.IsInfinity(t) || MathF.Abs(t) >= FloatOrder.SmallestNormal;

    // What a comparison that reads subnormals as zero makes of x ≥ t.
    private static float Seen(float t) => t > -FloatOrder.SmallestNormal && t <= 0 ? 0 : t > 0 && t < FloatOrder.SmallestNormal ? FloatOrder.SmallestNormal : t;

    private static Constant Seen(Constant t) => new() { Value = Literal.Of<float>(t.Value.Type, Array.ConvertAll(t.Value.Values<float>().ToArray(), Seen)) };

    private static Value Choice(Rewriter g, Value x, Constant t, Value low, Value high, bool nanIsAbove) => nanIsAbove
        ? g.Emit(new Select(), g.Emit(new Compare { Kind = CompareKind.Less }, x, g.Emit(Seen(t))), low, high)
        : g.Emit(new Select(), g.Emit(new Compare { Kind = CompareKind.GreaterEqual }, x, g.Emit(Seen(t))), high, low);

    private static Value Choices(Rewriter g, Value x, MultiLevelQuantize quantize, Constant edges, Constant levels)
    {
        float[] t = edges.Value.Values<float>().ToArray(), level = levels.Value.Values<float>().ToArray();
        Value y = g.Emit(Literal.Scalar(level[0]));
        for (int i = 0; i < t.Length; i++)
            y = Choice(g, x, new Constant { Value = Literal.Scalar(t[i]) }, y, g.Emit(Literal.Scalar(level[i + 1])), quantize.Nan == NanRule.Above && i == t.Length - 1);
        return y;
    }
}
