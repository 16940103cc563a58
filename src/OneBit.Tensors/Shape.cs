using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace OneBit.Tensors;

/// <summary>Dimensions of a tensor, outermost first; <see cref="Unknown"/> stands for one that is not known yet. A value: compared by content.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    /// <summary>A dimension that is not known before the model runs.</summary>
    public const int Unknown = -1;

    private readonly int[]? dimensions;

    private Shape(int[] dimensions) => this.dimensions = dimensions;

    /// <summary>The shape of a single value, rank 0.</summary>
    public static Shape Scalar => default;

    /// <summary>Number of dimensions.</summary>
    public int Rank => Dimensions.Length;

    /// <inheritdoc cref="Rank"/>
    public int Count => Rank;

    /// <summary>The dimensions.</summary>
    public ReadOnlySpan<int> Dimensions => dimensions;

    /// <summary>True where no dimension is <see cref="Unknown"/>.</summary>
    public bool IsStatic => !Has(Unknown);

    /// <summary>True where a dimension is 0, so that there are no elements.</summary>
    public bool IsEmpty => Has(0);

    /// <summary>Product of all dimensions.</summary>
    /// <exception cref="OverflowException">The product does not fit in 64 bits.</exception>
    /// <exception cref="InvalidOperationException">A dimension is unknown.</exception>
    public long ElementCount
    {
        get
        {
            if (!IsStatic)
                throw new InvalidOperationException($"the shape {this} is not known yet");
            long count = 1;
            foreach (int d in Dimensions)
                count = checked(count * d);
            return count;
        }
    }

    /// <summary>Dimension <paramref name="index"/>; <c>^1</c> is the innermost.</summary>
    public int this[int index] => Dimensions[index];

    /// <summary>Same dimensions.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Not the same dimensions.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>A shape of <paramref name="dimensions"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative and not <see cref="Unknown"/>.</exception>
    public static Shape Create(ReadOnlySpan<int> dimensions)
    {
        foreach (int d in dimensions)
            ArgumentOutOfRangeException.ThrowIfLessThan(d, Unknown, nameof(dimensions));
        return new Shape(dimensions.ToArray());
    }

    /// <summary>The same shape with dimension <paramref name="index"/> replaced.</summary>
    public Shape With(int index, int dimension)
    {
        int[] changed = Dimensions.ToArray();
        changed[index] = dimension;
        return Create(changed);
    }

    // Shapes are short. The search that the runtime has for long spans is compiled in every new process.
    private bool Has(int dimension)
    {
        foreach (int d in Dimensions)
        {
            if (d == dimension)
                return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int d in Dimensions)
            hash.Add(d);
        return hash.ToHashCode();
    }

    /// <summary>As in <c>[1,28,28,1]</c>; an unknown dimension is <c>?</c>.</summary>
    public override string ToString() =>
        "[" + string.Join(',', this.Select(d => d == Unknown ? "?" : d.ToString(CultureInfo.InvariantCulture))) + "]";

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(dimensions ?? [])).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
