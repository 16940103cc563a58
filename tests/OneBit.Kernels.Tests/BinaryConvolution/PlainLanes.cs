using System.Numerics;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels.Tests.Convolution;

/// <summary>The operations of a bit-sliced tile written out, for CPUs without them and as the definition of those that have them.</summary>
internal readonly struct PlainLanes : IBitSliceLanes
{
    public static Vector512<byte> Xor(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c) => a ^ b ^ c;

    public static Vector512<byte> Majority(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c) => (a & b) | (c & (a | b));

    public static Vector512<byte> Permute(Vector512<byte> table, Vector512<byte> index) => Bytes(i => table[index[i] % 64]);

    public static Vector512<byte> Affine(Vector512<byte> bytes, Vector512<byte> matrices) => Bytes(i =>
    {
        int result = 0;
        for (int bit = 0; bit < 8; bit++)
            result |= (BitOperations.PopCount((uint)(matrices[(i / 8 * 8) + 7 - bit] & bytes[i])) % 2) << bit;
        return (byte)result;
    });

    public static Vector512<byte> MultiShift(Vector512<byte> control, Vector512<ulong> quadwords) => Bytes(i => (byte)BitOperations.RotateRight(quadwords[i / 8], control[i]));

    public static Vector512<byte> UnpackLow(Vector512<byte> a, Vector512<byte> b) => Bytes(i => (i % 2 == 0 ? a : b)[(i / 16 * 16) + (i % 16 / 2)]);

    public static Vector512<byte> UnpackHigh(Vector512<byte> a, Vector512<byte> b) => Bytes(i => (i % 2 == 0 ? a : b)[(i / 16 * 16) + 8 + (i % 16 / 2)]);

    public static Vector512<int> WidenLow(Vector512<ushort> a) => Ints(i => a[(i / 4 * 8) + (i % 4)]);

    public static Vector512<int> WidenHigh(Vector512<ushort> a) => Ints(i => a[(i / 4 * 8) + 4 + (i % 4)]);

    private static Vector512<byte> Bytes(Func<int, byte> element)
    {
        Span<byte> bytes = stackalloc byte[64];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = element(i);
        return Vector512.Create<byte>(bytes);
    }

    private static Vector512<int> Ints(Func<int, int> element)
    {
        Span<int> ints = stackalloc int[16];
        for (int i = 0; i < ints.Length; i++)
            ints[i] = element(i);
        return Vector512.Create<int>(ints);
    }
}
