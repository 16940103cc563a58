using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>Sums of products of two 16-bit integers per 32-bit lane, on any CPU.</summary>
internal readonly struct Pairs128 : IInputLanes<Vector128<int>, int, sbyte>
{
    public static int Count => 4;

    public static int PanelVectors => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load(ref readonly int source, nuint offset) => Vector128.LoadUnsafe(in source, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> LoadInput(ref readonly sbyte source, nuint offset, Vector128<int> zero) =>
        Vector128.Create(
            Unsafe.Add(ref Unsafe.AsRef(in source), offset),
            (int)Unsafe.Add(ref Unsafe.AsRef(in source), offset + 1),
            Unsafe.Add(ref Unsafe.AsRef(in source), offset + 2),
            Unsafe.Add(ref Unsafe.AsRef(in source), offset + 3)) - zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<int> value, ref int destination, nuint offset) => value.StoreUnsafe(ref destination, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Broadcast(int value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> left, Vector128<int> right, Vector128<int> sum) => sum + Low(left) * Low(right) + (left >> 16) * (right >> 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> left, Vector128<int> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Max(Vector128<int> left, Vector128<int> right) => Vector128.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Clamp(Vector128<int> value, Vector128<int> lower, Vector128<int> upper) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Low(Vector128<int> pair) => (pair << 16) >> 16;
}
