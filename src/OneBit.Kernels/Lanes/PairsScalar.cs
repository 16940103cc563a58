using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>Sums of products of two 16-bit integers, one 32-bit lane.</summary>
internal readonly struct PairsScalar : IInputLanes<int, int, sbyte>
{
    public static int Count => 1;

    public static int PanelVectors => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Load(ref readonly int source, nuint offset) => Unsafe.Add(ref Unsafe.AsRef(in source), offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LoadInput(ref readonly sbyte source, nuint offset, int zero) => Unsafe.Add(ref Unsafe.AsRef(in source), offset) - zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int value, ref int destination, nuint offset) => Unsafe.Add(ref destination, offset) = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Broadcast(int value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MultiplyAdd(int left, int right, int sum) => sum + (short)left * (short)right + (left >> 16) * (right >> 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Add(int left, int right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Max(int left, int right) => Math.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Clamp(int value, int lower, int upper) => value;
}
