using System.Text;

namespace OneBit.IR;

/// <summary>
/// Pseudo-random values that a name stands for, so that test cases need not carry weights: u_i = (z_i >> 40)·2⁻²⁴ with
/// z_i = finalize(fnv1a64(utf8(name)) + (i + 1)·0x9E3779B97F4A7C15 mod 2⁶⁴), finalize being that of splitmix64.
/// </summary>
public static class NamedValues
{
    /// <summary>The state in front of the first value: the 64-bit FNV-1a hash of the name in UTF-8.</summary>
    public static ulong Seed(string name)
    {
        ulong hash = 0xCBF2_9CE4_8422_2325;
        foreach (byte b in Encoding.UTF8.GetBytes(name))
            hash = unchecked((hash ^ b) * 0x0000_0100_0000_01B3);
        return hash;
    }

    /// <summary>u of element <paramref name="index"/>, in [0, 1).</summary>
    public static double Unit(ulong seed, long index)
    {
        ulong z = unchecked(seed + ((ulong)(index + 1) * 0x9E37_79B9_7F4A_7C15));
        z = unchecked((z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        return (z >> 40) * (1.0 / (1 << 24));
    }

    /// <summary>low + u·(high − low), in double precision.</summary>
    public static double Uniform(ulong seed, long index, double low, double high) => low + (Unit(seed, index) * (high - low));

    /// <summary>True for −1, false for +1: u &lt; ½.</summary>
    public static bool IsNegative(ulong seed, long index) => Unit(seed, index) < 0.5;
}
