using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OneBit.Kernels;

/// <summary>A vector of bytes as the pair-code tile sees it; 16-bit operations take lanes 2i (low) and 2i + 1 (high) together.</summary>
internal unsafe interface IByteLanes<TVector>
    where TVector : struct
{
    /// <summary>Bytes in the vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(ref byte source, nuint offset);

    static abstract void Store(TVector value, ref byte target, nuint offset);

    /// <summary>target[offset + i] = depth − 2·counts[i] for the 16-bit lanes i.</summary>
    static abstract void StoreDots(TVector counts, int depth, ref int target, nuint offset);

    /// <summary>16 bytes of pinned memory, repeated over the vector.</summary>
    static abstract TVector Table(byte* source);

    /// <summary>table[index] for indices 0 to 15.</summary>
    static abstract TVector Lookup(TVector table, TVector index);

    static abstract TVector AddBytes(TVector a, TVector b);

    static abstract TVector Add16(TVector a, TVector b);

    static abstract TVector Subtract16(TVector a, TVector b);

    static abstract TVector ShiftRight16(TVector a, int bits);

    static abstract TVector ShiftLeft16(TVector a, int bits);

    /// <summary>The low byte of each 16-bit lane.</summary>
    static abstract TVector LowBytes(TVector a);
}

internal readonly unsafe struct Lanes128 : IByteLanes<Vector128<byte>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(ref byte source, nuint offset) => Vector128.LoadUnsafe(ref source, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<byte> value, ref byte target, nuint offset) => value.StoreUnsafe(ref target, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreDots(Vector128<byte> counts, int depth, ref int target, nuint offset)
    {
        Vector128<int> k = Vector128.Create(depth);
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(counts.AsUInt16());
        (k - (low.AsInt32() << 1)).StoreUnsafe(ref target, offset);
        (k - (high.AsInt32() << 1)).StoreUnsafe(ref target, offset + (nuint)Vector128<int>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Table(byte* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Lookup(Vector128<byte> table, Vector128<byte> index) => Vector128.ShuffleNative(table, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddBytes(Vector128<byte> a, Vector128<byte> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Add16(Vector128<byte> a, Vector128<byte> b) => (a.AsUInt16() + b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Subtract16(Vector128<byte> a, Vector128<byte> b) => (a.AsUInt16() - b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ShiftRight16(Vector128<byte> a, int bits) => (a.AsUInt16() >>> bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ShiftLeft16(Vector128<byte> a, int bits) => (a.AsUInt16() << bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LowBytes(Vector128<byte> a) => a & Vector128.Create((ushort)255).AsByte();
}

internal readonly unsafe struct Lanes256 : IByteLanes<Vector256<byte>>
{
    public static int Count => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(ref byte source, nuint offset) => Vector256.LoadUnsafe(ref source, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<byte> value, ref byte target, nuint offset) => value.StoreUnsafe(ref target, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreDots(Vector256<byte> counts, int depth, ref int target, nuint offset)
    {
        Vector256<int> k = Vector256.Create(depth);
        (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(counts.AsUInt16());
        (k - (low.AsInt32() << 1)).StoreUnsafe(ref target, offset);
        (k - (high.AsInt32() << 1)).StoreUnsafe(ref target, offset + (nuint)Vector256<int>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Table(byte* source) => Avx2.BroadcastVector128ToVector256(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Lookup(Vector256<byte> table, Vector256<byte> index) => Avx2.Shuffle(table, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddBytes(Vector256<byte> a, Vector256<byte> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Add16(Vector256<byte> a, Vector256<byte> b) => (a.AsUInt16() + b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Subtract16(Vector256<byte> a, Vector256<byte> b) => (a.AsUInt16() - b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ShiftRight16(Vector256<byte> a, int bits) => (a.AsUInt16() >>> bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ShiftLeft16(Vector256<byte> a, int bits) => (a.AsUInt16() << bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LowBytes(Vector256<byte> a) => a & Vector256.Create((ushort)255).AsByte();
}

internal readonly unsafe struct Lanes512 : IByteLanes<Vector512<byte>>
{
    public static int Count => 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Load(ref byte source, nuint offset) => Vector512.LoadUnsafe(ref source, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<byte> value, ref byte target, nuint offset) => value.StoreUnsafe(ref target, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreDots(Vector512<byte> counts, int depth, ref int target, nuint offset)
    {
        Vector512<int> k = Vector512.Create(depth);
        (Vector512<uint> low, Vector512<uint> high) = Vector512.Widen(counts.AsUInt16());
        (k - (low.AsInt32() << 1)).StoreUnsafe(ref target, offset);
        (k - (high.AsInt32() << 1)).StoreUnsafe(ref target, offset + (nuint)Vector512<int>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Table(byte* source) => Avx512F.BroadcastVector128ToVector512((uint*)source).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Lookup(Vector512<byte> table, Vector512<byte> index) => Avx512BW.Shuffle(table, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddBytes(Vector512<byte> a, Vector512<byte> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Add16(Vector512<byte> a, Vector512<byte> b) => (a.AsUInt16() + b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Subtract16(Vector512<byte> a, Vector512<byte> b) => (a.AsUInt16() - b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ShiftRight16(Vector512<byte> a, int bits) => (a.AsUInt16() >>> bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ShiftLeft16(Vector512<byte> a, int bits) => (a.AsUInt16() << bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LowBytes(Vector512<byte> a) => a & Vector512.Create((ushort)255).AsByte();
}
