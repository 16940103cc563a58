using OneBit.IR;

namespace OneBit.Passes;

/// <summary>
/// What is known of one channel of a value as a function of the chain's source: its values at −∞ and ∞ (bool as 0 and 1), whether it is monotone and a number wherever the source is one,
/// and which zeros it may take. 0 and −0 count as equal: no op of a chain but the last tells them apart.
/// </summary>
internal readonly record struct Trend(double First, double Last, bool IsMonotone, bool MayBeZero, bool MayBeNegativeZero)
{
    /// <summary>The source itself.</summary>
    public static Trend Identity => new(double.NegativeInfinity, double.PositiveInfinity, true, true, true);

    public bool IsConstant => IsMonotone && First == Last;

    public double Min => Math.Min(First, Last);

    public double Max => Math.Max(First, Last);

    private bool IsNegative => double.IsNegative(First);

    /// <summary>A constant.</summary>
    public static Trend Of(double value, bool isFloat) =>
        new(value, value, !double.IsNaN(value), isFloat && value == 0 && !double.IsNegative(value), isFloat && value == 0 && double.IsNegative(value));

    /// <summary>The result of an op whose values at −∞ and ∞ are <paramref name="first"/> and <paramref name="last"/>.</summary>
    public static Trend Of(Op op, ReadOnlySpan<Trend> x, double first, double last)
    {
        Trend result = Shape(op, x);
        bool isMonotone = result.IsMonotone && !double.IsNaN(first) && !double.IsNaN(last);
        return result with { First = first, Last = last, IsMonotone = isMonotone };
    }

    private static Trend Shape(Op op, ReadOnlySpan<Trend> x) => op switch
    {
        Unary unary => OfUnary(unary.Kind, x[0]),
        Binary binary => Clamped(OfBinary(binary.Kind, x[0], x[1]), binary.Activation),
        Compare compare => With(x[0].IsMonotone && x[1].IsMonotone && Opposed(x[0], x[1]) && compare.Kind is not (CompareKind.Equal or CompareKind.NotEqual)),
        Select => With(x[0].IsMonotone && x[1].IsConstant && x[2].IsConstant, x[1].MayBeZero || x[2].MayBeZero, x[1].MayBeNegativeZero || x[2].MayBeNegativeZero),
        Cast => With(x[0].IsMonotone, mayBeZero: true, x[0].MayBeNegativeZero),
        LeakyRelu => With(x[0].IsMonotone, x[0].MayBeZero, x[0].MayBeNegativeZero || x[0].Min < 0),
        TwoLevelQuantize => With(x[0].IsMonotone, x[2].MayBeZero || x[3].MayBeZero, x[2].MayBeNegativeZero || x[3].MayBeNegativeZero),
        MultiLevelQuantize => With(x[0].IsMonotone && x[2].IsMonotone, x[2].MayBeZero, x[2].MayBeNegativeZero), // the trend of the levels from first to last
        _ => default,
    };

    private static Trend OfUnary(UnaryKind kind, Trend x) => kind switch
    {
        UnaryKind.Neg => With(x.IsMonotone, x.MayBeNegativeZero, x.MayBeZero),
        UnaryKind.Relu or UnaryKind.Relu6 => With(x.IsMonotone, x.MayBeZero || x.Min < 0, x.MayBeNegativeZero),
        UnaryKind.ReluN1To1 => With(x.IsMonotone, x.MayBeZero, x.MayBeNegativeZero),
        UnaryKind.Floor => With(x.IsMonotone, x.MayBeZero || x.Max > 0, x.MayBeNegativeZero),
        UnaryKind.Ceil => With(x.IsMonotone, x.MayBeZero, x.MayBeNegativeZero || x.Min < 0),
        UnaryKind.Round => With(x.IsMonotone, x.MayBeZero || x.Max > 0, x.MayBeNegativeZero || x.Min < 0),
        UnaryKind.Sign => With(x.IsMonotone, mayBeZero: true),
        UnaryKind.LogicalNot => With(x.IsMonotone),
        _ => default,
    };

    private static Trend OfBinary(BinaryKind kind, Trend x, Trend y)
    {
        bool both = x.IsMonotone && y.IsMonotone;
        return kind switch
        {
            BinaryKind.Add => With(both && Aligned(x, y) && !Cancel(x.Max, y.Min) && !Cancel(y.Max, x.Min), mayBeZero: true, x.MayBeNegativeZero && y.MayBeNegativeZero),
            BinaryKind.Sub => With(both && Opposed(x, y) && !Cancel(x.Max, -y.Max) && !Cancel(-y.Min, x.Min), mayBeZero: true, x.MayBeNegativeZero && y.MayBeZero),
            BinaryKind.Mul => y.IsConstant ? Scaled(x, y, y.First != 0 || double.IsFinite(x.First - x.Last)) : Scaled(y, x, x.IsConstant && (x.First != 0 || double.IsFinite(y.First - y.Last))),
            BinaryKind.Div => Scaled(x, y, y.IsConstant && y.First != 0),
            BinaryKind.Maximum => With(
                both && Aligned(x, y),
                (x.MayBeZero && y.Min < 0) || (y.MayBeZero && x.Min <= 0),
                (x.MayBeNegativeZero && y.Min < 0) || (y.MayBeNegativeZero && x.Min <= 0)),
            BinaryKind.Minimum => With(
                both && Aligned(x, y),
                (x.MayBeZero && y.Max > 0) || (y.MayBeZero && x.Max >= 0),
                (x.MayBeNegativeZero && y.Max > 0) || (y.MayBeNegativeZero && x.Max >= 0)),
            BinaryKind.LogicalAnd or BinaryKind.LogicalOr => With(both && Aligned(x, y)),
            _ => default,
        };
    }

    // x·k and x / k, k constant: products may underflow to a zero of their sign.
    private static Trend Scaled(Trend x, Trend k, bool isDefined)
    {
        (bool plus, bool minus) = (x.MayBeZero || x.Max > 0, x.MayBeNegativeZero || x.Min < 0);
        return With(x.IsMonotone && isDefined && double.IsFinite(k.First), k.IsNegative ? minus : plus, k.IsNegative ? plus : minus);
    }

    private static Trend Clamped(Trend x, Activation activation) => activation switch
    {
        Activation.Relu or Activation.Relu6 => x with { MayBeZero = true },
        _ => x,
    };

    private static bool Aligned(Trend x, Trend y) => (x.First <= x.Last && y.First <= y.Last) || (x.First >= x.Last && y.First >= y.Last);

    private static bool Opposed(Trend x, Trend y) => (x.First <= x.Last && y.First >= y.Last) || (x.First >= x.Last && y.First <= y.Last);

    private static bool Cancel(double plus, double minus) => double.IsPositiveInfinity(plus) && double.IsNegativeInfinity(minus);

    private static Trend With(bool isMonotone, bool mayBeZero = false, bool mayBeNegativeZero = false) => new(0, 0, isMonotone, mayBeZero, mayBeNegativeZero);
}
