using System.Collections.Immutable;

namespace OneBit.Tensors;

/// <summary>
/// Affine quantization: real = scale · (code − zero point), one pair for the tensor or one per index of <see cref="Axis"/>. A value: compared by content.
/// </summary>
public sealed class Quantization : IEquatable<Quantization>
{
    /// <summary>One scale and zero point for the whole tensor.</summary>
    public Quantization(float scale, int zeroPoint)
        : this([scale], [zeroPoint], 0)
    {
    }

    /// <summary>One scale and zero point per index of <paramref name="axis"/>.</summary>
    /// <exception cref="ArgumentException">The counts differ or are zero, or a scale is not positive and finite.</exception>
    public Quantization(ImmutableArray<float> scales, ImmutableArray<int> zeroPoints, int axis)
    {
        if (scales.IsDefaultOrEmpty || scales.Length != zeroPoints.Length)
            throw new ArgumentException($"{scales.Length} scales and {zeroPoints.Length} zero points");
        foreach (float scale in scales)
        {
            if (!(scale > 0 && float.IsFinite(scale)))
                throw new ArgumentException($"a scale of {scale}: scales are positive and finite");
        }
        ArgumentOutOfRangeException.ThrowIfNegative(axis);
        Scales = scales;
        ZeroPoints = zeroPoints;
        Axis = axis;
    }

    /// <summary>Real units per code.</summary>
    public ImmutableArray<float> Scales { get; }

    /// <summary>The codes of real 0.</summary>
    public ImmutableArray<int> ZeroPoints { get; }

    /// <summary>The dimension that the scales run along; without meaning where there is only one.</summary>
    public int Axis { get; }

    /// <summary>True where there is one scale per index of <see cref="Axis"/>.</summary>
    public bool IsPerChannel => Scales.Length > 1;

    /// <summary>The scale of a tensor with one; the first one otherwise.</summary>
    public float Scale => Scales[0];

    /// <summary>The zero point of a tensor with one; the first one otherwise.</summary>
    public int ZeroPoint => ZeroPoints[0];

    /// <inheritdoc/>
    public bool Equals(Quantization? other) =>
        other is not null && Axis == other.Axis && Scales.AsSpan().SequenceEqual(other.Scales.AsSpan()) && ZeroPoints.AsSpan().SequenceEqual(other.ZeroPoints.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Quantization);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scales.Length, Scale, ZeroPoint, Axis);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"scale {string.Join(' ', Scales.Take(4))}{(Scales.Length > 4 ? " …" : string.Empty)}, zero point {string.Join(' ', ZeroPoints.Distinct().Take(4))}");
}
