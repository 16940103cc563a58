using System.Diagnostics;
using OneBit.IR;
using OneBit.Testing;

namespace OneBit.TfLite.Tests;

/// <summary>Whatever is done to a file, reading it gives a graph or a <see cref="ModelFormatException"/>, soon and without much memory.</summary>
public sealed class MutationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_mutation_of_a_model_built_here_does_more_than_a_refusal(int seed)
    {
        byte[] good = TfLiteWriter.Write(seed switch { 1 => SmallModels.Binary(), 2 => SmallModels.Codes(), _ => LevelModels.Everything() });
        Mutate(good, seed, count: 6000);
    }

    [Theory]
    [InlineData("ops/malformed/112_control_conv.tflite")]
    [InlineData("ops/malformed/113_control_lce.tflite")]
    [InlineData("ops/malformed/115_control_int8.tflite")]
    [InlineData("convert/chain_quicknet_mini/lce.tflite")]
    [InlineData("convert/refused_dynamic_hw_same1/lce.tflite")]
    public void No_mutation_of_a_recorded_model_does_more_than_a_refusal(string path)
    {
        Shared.Require();
        Mutate(Recorded.Bytes(path), seed: 3, count: 2000);
    }

    [Fact]
    public void Every_cut_of_a_model_is_refused()
    {
        byte[] good = TfLiteWriter.Write(SmallModels.Codes());
        for (int length = 0; length < good.Length - 4; length++)
            Refused(good.AsMemory(0, length));
    }

    private static void Mutate(byte[] good, int seed, int count)
    {
        var random = new Random(seed);
        ReadOnlySpan<int> telling = [0, 1, -1, 4, 127, 128, int.MaxValue, int.MinValue, good.Length, -good.Length];
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = [.. good];
            for (int k = random.Next(1, 5); k > 0; k--)
            {
                int at = random.Next(bytes.Length - 4);
                if (random.Next(2) == 0)
                    bytes[at] = (byte)random.Next(256);
                else
                    BitConverter.TryWriteBytes(bytes.AsSpan(at & ~3), telling[random.Next(telling.Length)]);
            }
            Refused(bytes);
        }
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{count} files took {clock.Elapsed}");
    }

    private static void Refused(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            TfLiteReader.Read(bytes);
        }
        catch (ModelFormatException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }
}
