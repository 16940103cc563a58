using OneBit.IR;
using OneBit.Layers;

namespace OneBit.Converter;

/// <summary>The records that descriptions of custom objects become.</summary>
internal static class LayerRecords
{
    public static Quantizer TwoLevel(float[] threshold, float[] low, float[] high, NanRule nan) => throw new NotImplementedException();

    public static Quantizer Lsq(float step, int bits, bool signed) => throw new NotImplementedException();

    public static Layer Clip(float low, float high) => throw new NotImplementedException();

    public static Layer ChannelShuffle(int groups) => throw new NotImplementedException();

    public static Layer Affine(float[] scale, float[] offset) => throw new NotImplementedException();

    public static Layer FakeQuantize(int bits, float min, float max, bool narrowRange) => throw new NotImplementedException();
}
