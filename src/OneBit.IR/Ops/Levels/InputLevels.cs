namespace OneBit.IR;

/// <summary>The integers that the stored bits of a <see cref="LevelConv2D"/>'s input stand for.</summary>
public enum InputLevels
{
    /// <summary>X = ±1: bit 0 is +1, bit 1 is −1.</summary>
    Bipolar,

    /// <summary>X = Σ 2ⁱ·uᵢ − zero over the planes i, with u = 1 for bit 0 and 0 for bit 1.</summary>
    Unipolar,
}
