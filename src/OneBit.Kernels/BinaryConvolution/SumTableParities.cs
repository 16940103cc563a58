using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>What the parities of the pixels' bytes, see <see cref="SixBitGroups"/>, add to the counts of all output channels.</summary>
internal static class SumTableParities
{
    /// <summary>Sums up the parities of all taps, for every output pixel of a tile.</summary>
    /// <param name="plan">Of the convolution.</param>
    /// <param name="planes">The tile's bytes.</param>
    /// <param name="positions">A number for each position of a plane, to work with.</param>
    /// <param name="parities">Of each vector, 64 numbers in the order of counts.</param>
    public static void Fill(SumTablePlan plan, ReadOnlySpan<byte> planes, Span<ushort> positions, Span<byte> parities)
    {
        SumTableLayout layout = plan.Layout;
        plan.Groups.Parities(planes, plan.PlanesLength, positions);
        for (int vector = 0; vector < layout.Vectors; vector++)
        {
            for (int nibble = 0; nibble < 2; nibble++)
            {
                Vector256<ushort> lower = default, upper = default;
                foreach (int tap in layout.PlaneTaps)
                {
                    Span<ushort> source = positions.Slice(tap + (vector * layout.VectorBytes) + (nibble * layout.HalfBytes), Vector256<byte>.Count);
                    lower += Vector256.Create<ushort>(source);
                    upper += Vector256.Create<ushort>(source[Vector256<ushort>.Count..]);
                }
                Span<ushort> target = MemoryMarshal.Cast<byte, ushort>(parities[(((2 * vector) + nibble) * SumTablePass.CountBytes / 2)..]);
                Vector256.Create(lower.GetLower(), upper.GetLower()).CopyTo(target);
                Vector256.Create(lower.GetUpper(), upper.GetUpper()).CopyTo(target[Vector256<ushort>.Count..]);
            }
        }
    }
}
