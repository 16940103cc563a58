namespace OneBit.Kernels;

/// <summary>What <see cref="SumTablePass"/> works on: a list of offsets for each channel, and one vector of pixels or two.</summary>
internal readonly ref struct SumTableRun(ref byte table, ref byte parities)
{
    /// <summary>What offsets are from, for the first vector.</summary>
    public readonly ref byte Table = ref table;

    /// <summary>What the counts of all channels gain in the end; the second vector's are behind the first one's.</summary>
    public readonly ref byte Parities = ref parities;

    /// <summary>Bytes between what the two vectors read.</summary>
    public required int TableDistance { get; init; }

    /// <summary><see cref="Length"/> offsets of each channel.</summary>
    public required ReadOnlySpan<ushort> Offsets { get; init; }

    /// <summary>Offsets of a channel, a multiple of <see cref="SumTablePass.Batch"/>.</summary>
    public required int Length { get; init; }

    public required int Channels { get; init; }

    /// <summary>Of the channels, for the first vector.</summary>
    public required Span<byte> Sums { get; init; }

    public required int SumDistance { get; init; }

    /// <summary>Of the channels, for the first vector.</summary>
    public required Span<byte> Counts { get; init; }

    public required int CountDistance { get; init; }

    public required SumForm Form { get; init; }

    // The places of the second and third of four offsets, which the JIT compiler would load again and again if it knew them.
    public ushort At1 { get; } = (16 << 8) | 16;

    public ushort At2 { get; } = (16 << 8) | 32;
}

/// <summary>Where the sums of a pass come from and go to.</summary>
/// <param name="Fresh">True where they begin at 0.</param>
/// <param name="Keeps">True where they are kept for the next pass, and not counted.</param>
/// <param name="First">True where counts begin with them.</param>
/// <param name="Last">True where counts end with them: these are doubled, and gain the parities.</param>
internal readonly record struct SumForm(bool Fresh, bool Keeps, bool First, bool Last);
