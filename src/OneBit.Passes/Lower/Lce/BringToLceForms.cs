using OneBit.IR;
using OneBit.Tensors;
using static OneBit.Passes.Rule;
using Step = OneBit.Passes.LceConvolution;

namespace OneBit.Passes;

/// <summary>
/// Brings convolutions over levels into the forms that stock Larq Compute Engine has: a border of upper levels, one group, bits where no correction for zero padding is due.
/// What <see cref="LceForms.Refusal"/> refuses stays.
/// </summary>
public static class BringToLceForms
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("lce-forms", "Negates, splits and unpacks convolutions over levels until stock Larq Compute Engine has their form.")
    {
        Rules = [Exact(LowerBorder), Exact(BitsThroughFloats), Exact(GroupsSideBySide), Exact(ClampBehind), Exact(ReshapedBits), Exact(JoinedBits)],
    };

    // Σ v·b = Σ −v·−b   where the border reads the lower level; of 0 and 1: v·(u − z) = −v·((1 − u) − (1 − z))  (F11)
    private static Value? LowerBorder(Value root, Rewriter g)
    {
        if (LceConvolution.Of(root) is not { Border: LceBorder.Lower } conv)
            return null;
        bool isBipolar = conv.Op.Levels == InputLevels.Bipolar;
        LevelConv2D negated = conv.Op with { PadValue = -conv.Op.PadValue, Zero = isBipolar ? 0 : 1 - conv.Op.Zero };
        Value filter = g.Emit(BitFilters.Flip(conv.Filter, _ => true));
        return g.Emit(negated, [OtherBits.Of(g, conv.Input), filter, .. root.Producer!.Operands.Skip(LevelConv2D.FirstTransformOperand)]); // a convolution has a producer
    }

    // [least ≤ e ≤ most] = [±e ∓ bound ≥ 0]   where the engine cannot pack; bounds lie half-way between integers
    private static Value? BitsThroughFloats(Value root, Rewriter g)
    {
        if (LceConvolution.Of(root) is not { Bounds: not null } conv)
            return null;
        PackBounds halves = conv.Halves();
        int negated = root.Users.Count(OtherBits.AreReadBy);
        bool bothAreRead = negated > 0 && negated < root.Users.Count + root.OutputUses, isOneSided = halves.IsOneSided;
        if (isOneSided && !bothAreRead && negated < 2 && conv.Groups == 1 && conv.Border != LceBorder.Zero)
            return null;
        if (!isOneSided || bothAreRead)
            return halves.Emit(g, conv.Emit(g), nanIsUpper: true);
        // The sign of the result is the bit that is read; the convolution subtracts the bound.
        float side = negated > 0 ? -1 : 1;
        float[] scale = new float[conv.Outputs], shift = new float[conv.Outputs];
        for (int c = 0; c < scale.Length; c++)
            (scale[c], shift[c]) = Line(halves, c, side);
        Value z = conv.Emit(g, (Step.Scale, Array.TrueForAll(scale, s => s == 1) ? null : scale), (Step.Shift, shift));
        return (side > 0 ? PackBounds.Signs : PackBounds.Signs.Complement()).Emit(g, z, nanIsUpper: true);
    }

    // conv(x, v) = concat(conv(x₁, v₁), …, conv(xₙ, vₙ)), xᵢ the channels of a group
    private static Value? GroupsSideBySide(Value root, Rewriter g)
    {
        if (LceConvolution.Of(root) is not { Bounds: null, Groups: > 1, Border: not LceBorder.Lower } conv)
            return null;
        int outputs = conv.Outputs / conv.Groups;
        IReadOnlyList<Value> inputs = Parts(g, conv);
        Value[] parts = [.. inputs.Select((input, i) => g.Emit(
            conv.Op,
            [input, g.Emit(BitFilters.Slice(conv.Filter, i * outputs, outputs)), .. LceConvolution.Operands(g, [.. conv.Steps.Select(step => step?[(i * outputs)..((i + 1) * outputs)])])]))];
        return g.Emit(new Concat { Axis = 3 }, parts);
    }

    // min(max(y, low), high)
    private static Value? ClampBehind(Value root, Rewriter g)
    {
        if (LceConvolution.Of(root) is not { Bounds: null, HasOuterClamp: true } conv)
            return null;
        bool mayBeNegativeZero = conv.Steps[Step.Shift] is { } shift ? shift.Any(h => h == 0 && float.IsNegative(h)) : conv.Steps[Step.Scale]?.Any(s => !(s > 0)) == true;
        return ClampOps.Emit(g, conv.Emit(g, (Step.Low, null), (Step.High, null)), conv.Steps[Step.Low], conv.Steps[Step.High], mayBeNegativeZero);
    }

    // reshape(b) = bits(reshape(words(b))) where rows of channels stay whole, else pack(reshape(x))
    private static Value? ReshapedBits(Value root, Rewriter g)
    {
        if (root is not (Reshape op, [{ Type: { Element: DType.Bits } type } b, ..] operands) || type.Shape[^1] == Shape.Unknown || root.Type.Shape.Rank == 0 || root.Type.Shape[^1] == Shape.Unknown)
            return null;
        Shape shape = root.Type.Shape;
        if ((type.Shape[^1] == shape[^1] || (IsAligned(type.Shape[^1]) && IsAligned(shape[^1]))) && shape.Count(d => d == Shape.Unknown) <= 1)
        {
            Value target = g.Emit(Literal.Vector(shape.With(shape.Rank - 1, BitLayout.Words(shape[^1])).Dimensions));
            return g.Emit(new WordsToBits { Channels = shape[^1] }, g.Emit(new Reshape(), g.Emit(new BitsToWords(), b), target));
        }
        (Value x, PackBounds bounds, bool nanIsUpper) = PackBounds.Of(b) is { Count: 1 } scalar ? Source(b, scalar) : (g.Emit(new BinaryDequantize(), b), PackBounds.Signs, true);
        return bounds.Emit(g, g.Emit(op, [x, .. operands.Skip(1)]), nanIsUpper);
    }

    // concat(pack(x), pack(y)) = pack(concat(x, y))   where a row of channels ends within a word
    private static Value? JoinedBits(Value root, Rewriter g)
    {
        if (root is not (Concat op, [{ Type.Element: DType.Bits }, ..] operands) || root.Type.Shape[^1] == Shape.Unknown || Axes.Normalize(op.Axis, root.Type.Shape.Rank) != root.Type.Shape.Rank - 1)
            return null;
        Value[] parts = [.. operands.OfType<Value>()];
        if (parts.SkipLast(1).All(part => IsAligned(part.Type.Shape[^1])))
            return null;
        PackBounds[] bounds = [.. parts.Select(PackBounds.Of).OfType<PackBounds>()];
        bool areFloats = bounds.Length == parts.Length && parts.Select(part => ((PackLevels)part.Op!).NanIsUpper).Distinct().Count() == 1; // bounds are those of PackLevels
        if (!areFloats)
            return PackBounds.Signs.Emit(g, g.Emit(op, [.. parts.Select(part => g.Emit(new BinaryDequantize(), part))]), nanIsUpper: true);
        Value joined = g.Emit(op, [.. parts.Select(part => part.Producer!.Operands[0])]);
        return PackBounds.Join([.. bounds.Zip(parts, (own, part) => own.Repeat(part.Type.Shape[^1]))]).Emit(g, joined, ((PackLevels)parts[0].Op!).NanIsUpper);
    }

    private static bool IsAligned(int channels) => channels % BitLayout.WordBits == 0;

    private static (Value X, PackBounds Bounds, bool NanIsUpper) Source(Value packed, PackBounds bounds) =>
        (packed.Producer!.Operands[0]!, bounds, ((PackLevels)packed.Op!).NanIsUpper); // bounds are those of a PackLevels

    // The channels of each group: words where no word is shared, else floats.
    private static IReadOnlyList<Value> Parts(Rewriter g, LceConvolution conv)
    {
        Value axis = g.Emit(Literal.Scalar(3));
        var split = new Split { Count = conv.Groups };
        if (IsAligned(conv.Depth))
            return [.. g.Add(split, [axis, g.Emit(new BitsToWords(), conv.Input)]).Results.Select(words => g.Emit(new WordsToBits { Channels = conv.Depth }, words))];
        (Value x, PackBounds bounds, bool nanIsUpper) = PackBounds.Of(conv.Input) is { } own ? Source(conv.Input, own) : (g.Emit(new BinaryDequantize(), conv.Input), PackBounds.Signs, true);
        return [.. g.Add(split, [axis, x]).Results.Select((part, i) => bounds.Slice(i * conv.Depth, conv.Depth).Emit(g, part, nanIsUpper))];
    }

    private static (float Scale, float Shift) Line(PackBounds halves, int channel, float side) => halves switch
    {
        _ when halves.IsNever(channel) => (0, -side),
        _ when halves.IsAlways(channel) => (0, side),
        _ when halves.IsRising(channel) => (side, -side * halves.Least[channel]),
        _ => (-side, side * halves.Most[channel]),
    };
}
