using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>
/// Functions of one float32 tensor whose constants hang on the channel, the innermost dimension. 8 lanes at a time, the rest one by one with the same operations, so that both give the same bits.
/// Constants of few channels are repeated, so that a vector's lanes are one after the other in them.
/// </summary>
public static class ChannelFunctions
{
    /// <summary>What these loops are called in profiles.</summary>
    public const string Recipe = "Vector256";

    private const int Lanes = 8;
    private const int LeastPeriod = 128;

    /// <summary>The constants of a function, repeated to <see cref="Period"/> elements.</summary>
    /// <param name="values">One for all channels, or one per channel.</param>
    /// <param name="channels">Channels.</param>
    /// <exception cref="ArgumentException">There is another number of values.</exception>
    public static float[] Repeat(ReadOnlySpan<float> values, int channels)
    {
        if (values.Length != 1 && values.Length != channels)
            throw new ArgumentException($"{values.Length} values for {channels} channels", nameof(values));
        float[] repeated = new float[Period(channels)];
        for (int i = 0; i < repeated.Length; i++)
            repeated[i] = values[values.Length == 1 ? 0 : i % channels];
        return repeated;
    }

    /// <summary>The smallest multiple of the channels that is worth a loop.</summary>
    public static int Period(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        return channels >= LeastPeriod ? channels : channels * ((LeastPeriod + channels - 1) / channels);
    }

    /// <summary>y[i] = f(x[i]) with the constants of element i mod period, where x[0] is element <paramref name="first"/> of the tensor.</summary>
    /// <param name="function">f and its constants.</param>
    /// <param name="input">Any length.</param>
    /// <param name="output">As long; may be the input.</param>
    /// <param name="first">Number of the first element.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<TFunction>(TFunction function, ReadOnlySpan<float> input, Span<float> output, int first)
        where TFunction : struct, IChannelFunction
    {
        Require.Exactly(output.Length, input.Length);
        int period = function.Period;
        for (int at = 0; at < input.Length;)
        {
            int phase = (first + at) % period;
            int count = Math.Min(period - phase, input.Length - at);
            Block(function, input.Slice(at, count), output.Slice(at, count), phase);
            at += count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<TFunction>(TFunction function, ReadOnlySpan<float> input, Span<float> output, int phase)
        where TFunction : struct, IChannelFunction
    {
        int i = 0;
        for (; i <= input.Length - Lanes; i += Lanes)
            function.Apply(Vector256.Create(input[i..]), phase + i).CopyTo(output[i..]);
        for (; i < input.Length; i++)
            output[i] = function.Apply(input[i], phase + i);
    }
}
