using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace OneBit.Kernels;

/// <summary>What the CPU calls itself.</summary>
internal static class CpuName
{
    private const int BrandLeaf = unchecked((int)0x80000002), BrandLeaves = 3, ExtendedLeaf = unchecked((int)0x80000000);

    /// <summary>The name, read when it is asked for: virtual machines take long to answer.</summary>
    public static string Value { get; } = Read();

    /// <summary>On x86 the brand with the family and the model behind it, since brands of virtual machines say little; elsewhere the architecture.</summary>
    private static string Read()
    {
        if (!X86Base.IsSupported)
            return RuntimeInformation.ProcessArchitecture.ToString();
        int signature = X86Base.CpuId(1, 0).Eax;
        int family = ((signature >> 8) & 15) + ((signature >> 20) & 255), model = ((signature >> 4) & 15) + ((signature >> 12) & 0xF0);
        string brand = (uint)X86Base.CpuId(ExtendedLeaf, 0).Eax < unchecked((uint)BrandLeaf + BrandLeaves - 1) ? "x86" : Brand();
        return $"{brand} family {family} model {model}";
    }

    // Three leaves of 16 characters, ended by zeros.
    private static string Brand()
    {
        Span<int> words = stackalloc int[4 * BrandLeaves];
        for (int leaf = 0; leaf < BrandLeaves; leaf++)
            (words[4 * leaf], words[(4 * leaf) + 1], words[(4 * leaf) + 2], words[(4 * leaf) + 3]) = X86Base.CpuId(BrandLeaf + leaf, 0);
        string text = Encoding.ASCII.GetString(MemoryMarshal.AsBytes(words)).TrimEnd('\0');
        return string.Join(' ', text.Split([' ', '\0'], StringSplitOptions.RemoveEmptyEntries));
    }
}
