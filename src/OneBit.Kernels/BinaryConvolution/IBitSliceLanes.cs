using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OneBit.Kernels;

/// <summary>The operations on 64 bytes that a bit-sliced tile needs beyond those that every vector has.</summary>
internal interface IBitSliceLanes
{
    /// <summary>a ⊕ b ⊕ c.</summary>
    static abstract Vector512<byte> Xor(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c);

    /// <summary>1 where two or three of the bits are.</summary>
    static abstract Vector512<byte> Majority(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c);

    /// <summary>result[i] = table[index[i] mod 64].</summary>
    static abstract Vector512<byte> Permute(Vector512<byte> table, Vector512<byte> index);

    /// <summary>Bit i of a result byte = parity(row 7 − i of its quadword's matrix and the byte).</summary>
    static abstract Vector512<byte> Affine(Vector512<byte> bytes, Vector512<byte> matrices);

    /// <summary>Byte i of a result quadword = the 8 bits of the quadword from bit control[i] mod 64 on.</summary>
    static abstract Vector512<byte> MultiShift(Vector512<byte> control, Vector512<ulong> quadwords);

    /// <summary>Per 16 bytes: a0 b0 a1 b1 … a7 b7.</summary>
    static abstract Vector512<byte> UnpackLow(Vector512<byte> a, Vector512<byte> b);

    /// <summary>Per 16 bytes: a8 b8 a9 b9 … a15 b15.</summary>
    static abstract Vector512<byte> UnpackHigh(Vector512<byte> a, Vector512<byte> b);

    /// <summary>Per 8 words of 16 bits: the first four, each widened to 32 bits.</summary>
    static abstract Vector512<int> WidenLow(Vector512<ushort> a);

    /// <summary>Per 8 words of 16 bits: the last four, each widened to 32 bits.</summary>
    static abstract Vector512<int> WidenHigh(Vector512<ushort> a);
}

/// <summary>AVX-512 with VBMI and GFNI.</summary>
internal readonly struct VbmiLanes : IBitSliceLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Xor(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c) => Avx512F.TernaryLogic(a, b, c, 0x96);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Majority(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c) => Avx512F.TernaryLogic(a, b, c, 0xE8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Permute(Vector512<byte> table, Vector512<byte> index) => Avx512Vbmi.PermuteVar64x8(table, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Affine(Vector512<byte> bytes, Vector512<byte> matrices) => Gfni.V512.GaloisFieldAffineTransform(bytes, matrices, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MultiShift(Vector512<byte> control, Vector512<ulong> quadwords) => Avx512Vbmi.MultiShift(control, quadwords);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> UnpackLow(Vector512<byte> a, Vector512<byte> b) => Avx512BW.UnpackLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> UnpackHigh(Vector512<byte> a, Vector512<byte> b) => Avx512BW.UnpackHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> WidenLow(Vector512<ushort> a) => Avx512BW.UnpackLow(a, Vector512<ushort>.Zero).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> WidenHigh(Vector512<ushort> a) => Avx512BW.UnpackHigh(a, Vector512<ushort>.Zero).AsInt32();
}
