using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>Vectors of groups of four float32 lanes.</summary>
internal interface IQuadLanes<TVector>
    where TVector : struct
{
    /// <summary>Groups of four lanes per vector.</summary>
    static abstract int Quads { get; }

    static abstract TVector Load(ref readonly float source, nuint offset);

    static abstract void Store(TVector value, ref float destination, nuint offset);

    /// <summary>The same four elements in every group.</summary>
    static abstract TVector Repeat(Vector128<float> quad);

    /// <summary>sum + float32(left·right): two roundings.</summary>
    static abstract TVector MultiplyThenAdd(TVector left, TVector right, TVector sum);
}

internal readonly struct Quads512 : IQuadLanes<Vector512<float>>
{
    public static int Quads => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref readonly float source, nuint offset) => Vector512.LoadUnsafe(in source, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref float destination, nuint offset) => value.StoreUnsafe(ref destination, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Repeat(Vector128<float> quad) => Vector512.Create(Quads256.Repeat(quad), Quads256.Repeat(quad));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyThenAdd(Vector512<float> left, Vector512<float> right, Vector512<float> sum) => sum + (left * right);
}

internal readonly struct Quads256 : IQuadLanes<Vector256<float>>
{
    public static int Quads => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref readonly float source, nuint offset) => Vector256.LoadUnsafe(in source, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref float destination, nuint offset) => value.StoreUnsafe(ref destination, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Repeat(Vector128<float> quad) => Vector256.Create(quad, quad);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyThenAdd(Vector256<float> left, Vector256<float> right, Vector256<float> sum) => sum + (left * right);
}

internal readonly struct Quads128 : IQuadLanes<Vector128<float>>
{
    public static int Quads => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(ref readonly float source, nuint offset) => Vector128.LoadUnsafe(in source, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> value, ref float destination, nuint offset) => value.StoreUnsafe(ref destination, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Repeat(Vector128<float> quad) => quad;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyThenAdd(Vector128<float> left, Vector128<float> right, Vector128<float> sum) => sum + (left * right);
}
