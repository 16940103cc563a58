using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>One channel: what is left over.</summary>
internal readonly struct TransformScalar : ITransformLanes<int, float>
{
    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Create(int value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Load(ref readonly int source, nuint offset) => Unsafe.Add(ref Unsafe.AsRef(in source), offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Add(int a, int b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Xor(int a, int b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Halve(int a) => a >> 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToFloat(int a) => a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Create(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(ref readonly float source, nuint offset) => Unsafe.Add(ref Unsafe.AsRef(in source), offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float value, ref float target, nuint offset) => Unsafe.Add(ref target, offset) = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Clamp(float x, float low, float high) => MathF.Min(MathF.Max(x, low), high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AtLeast(float x, float low) => x < low ? low : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AtMost(float x, float high) => x > high ? high : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Less(float a, float b) => a < b ? 1u : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float NumberOrZero(float a) => float.IsNaN(a) ? 0 : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float RoundToEven(float a) => MathF.Round(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float CopySign(float magnitude, float sign) => MathF.CopySign(magnitude, sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTruncated(float a, int addend, ref sbyte target, nuint offset) => Unsafe.Add(ref target, offset) = (sbyte)((int)a + addend);
}
