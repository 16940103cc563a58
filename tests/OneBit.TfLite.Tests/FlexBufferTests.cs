using OneBit.IR;
using OneBit.TfLite.FlexBuffers;

namespace OneBit.TfLite.Tests;

/// <summary>FlexBuffers: documents of every width and kind are read; maps are written as the reference builder writes them.</summary>
public sealed class FlexBufferTests
{
    private static readonly string[] ConvolutionKeys =
        ["channels_in", "dilation_height_factor", "dilation_width_factor", "fused_activation_function", "pad_values", "padding", "stride_height", "stride_width"];

    [Fact]
    public void A_convolution_s_options_are_the_reference_s_160_bytes()
    {
        byte[] written = Map(ConvolutionKeys, [3, 1, 1, 0, 0, 1, 1, 1]);
        Assert.Equal(160, written.Length);
        Assert.Equal(Convert.FromHexString("088277614C332922150801080301010000010101040404040404040410" + "2401"), written[129..]);
    }

    [Fact]
    public void A_pool_s_options_are_the_reference_s_84_bytes()
    {
        byte[] written = Map(["padding", "stride_width", "stride_height", "filter_width", "filter_height"], [0, 2, 2, 2, 2]);
        Assert.Equal(84, written.Length);
        Assert.Equal(Convert.FromHexString("050F1D412D3B0501050202000202" + "0404040404" + "0A2401"), written[62..]);
    }

    [Theory]
    [InlineData(127, 1)]
    [InlineData(128, 2)]
    [InlineData(-128, 1)]
    [InlineData(-129, 2)]
    [InlineData(32768, 4)]
    [InlineData(2147483648, 8)]
    [InlineData(long.MinValue, 8)]
    public void A_value_widens_its_map_and_is_read_back(long value, int width)
    {
        byte[] written = Map(["b", "a"], [value, -1]);
        Assert.Equal((9 << 2) | int.Log2(width), written[^2]);
        FlexValue map = FlexValue.Root(written);
        Assert.Equal(value, map.Find("b")!.Value.Int64());
        Assert.Equal(-1, map.Find("a")!.Value.Int64());
        Assert.Null(map.Find("c"));
    }

    [Fact]
    public void A_map_of_many_keys_widens_its_offsets()
    {
        string[] keys = [.. Enumerable.Range(0, 300).Select(i => $"key_{299 - i:000}")];
        FlexValue map = FlexValue.Root(Map(keys, [.. Enumerable.Range(0, 300).Select(i => (long)i)]));
        Assert.All(keys, key => Assert.Equal(Array.IndexOf(keys, key), map.Find(key)!.Value.Int64()));
    }

    // Documents written out by hand: the value, its packed type, the width of the root.
    [Theory]
    [InlineData("FB0401", -5)]
    [InlineData("FB0801", 251)]
    [InlineData("FBFF0502", -5)]
    [InlineData("FBFFFFFF0604", -5)]
    [InlineData("FBFFFFFFFFFFFFFF0708", -5)]
    [InlineData("016801", 1)]
    [InlineData("9CFF021901", -100)]
    [InlineData("FF7F0000041E01", 32767)]
    public void Whole_numbers_of_every_width_direct_or_not_are_read(string document, long value) =>
        Assert.Equal(value, FlexValue.Root(Convert.FromHexString(document)).Int64());

    [Theory]
    [InlineData("003C0D02", 1.0)]
    [InlineData("0000C0BF0E04", -1.5)]
    [InlineData("000000000000F83F0F08", 1.5)]
    [InlineData("0000C0BF042201", -1.5)]
    public void Floats_of_every_width_direct_or_not_are_read(string document, double value) =>
        Assert.Equal(value, FlexValue.Root(Convert.FromHexString(document)).Float64());

    [Theory]
    [InlineData("03010203032C01", new long[] { 1, 2, 3 })]
    [InlineData("0300010002000300062D01", new long[] { 1, 2, 3 })]
    [InlineData("05FB024001", new long[] { 5, -5 })]
    [InlineData("020100029001", new long[] { 1, 0 })]
    [InlineData("0205FB0408042801", new long[] { 5, 251 })]
    public void Vectors_typed_or_not_are_read(string document, long[] values)
    {
        FlexValue list = FlexValue.Root(Convert.FromHexString(document));
        Assert.Equal(values, Enumerable.Range(0, list.Count).Select(i => list[i].Int64()));
    }

    [Fact]
    public void Keys_that_are_not_sorted_are_found()
    {
        // "b" and "a" in this order: keys at 0 and 2, key vector (length 2, back offsets 5 and 4), map of 7 and 9.
        byte[] document = Convert.FromHexString("62006100" + "02" + "0504" + "020102" + "0709" + "0404" + "04" + "2401");
        FlexValue map = FlexValue.Root(document);
        Assert.Equal(7, map.Find("b")!.Value.Int64());
        Assert.Equal(9, map.Find("a")!.Value.Int64());
    }

    [Fact]
    public void A_string_is_read() => Assert.Equal("SAME", FlexValue.Root(Convert.FromHexString("0453414D4500051401")).Text());

    [Fact]
    public void No_damage_does_more_than_a_refusal()
    {
        byte[] good = Map(ConvolutionKeys, [300, 1, 1, 0, 0, 1, 1, 1]);
        var random = new Random(7);
        for (int i = 0; i < 20000; i++)
        {
            byte[] bytes = good[..^random.Next(4)];
            for (int k = random.Next(1, 4); k > 0; k--)
                bytes[bytes.Length - 1 - random.Next(40)] = (byte)random.Next(256);
            try
            {
                FlexValue root = FlexValue.Root(bytes);
                foreach (string key in ConvolutionKeys)
                    root.Find(key)?.Int64();
                _ = root.Count > 0 ? root[root.Count - 1].Text() : null;
            }
            catch (ModelFormatException)
            {
            }
        }
    }

    private static byte[] Map(string[] keys, long[] values)
    {
        var writer = new FlexMapWriter();
        for (int i = 0; i < keys.Length; i++)
            writer.Add(keys[i], values[i]);
        return writer.ToArray();
    }
}
