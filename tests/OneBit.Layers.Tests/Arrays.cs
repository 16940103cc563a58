using OneBit.Conformance;

namespace OneBit.Layers.Tests;

/// <summary>Recorded floats and how they are compared.</summary>
internal static class Arrays
{
    public static float[] Floats(string path) => Floats(NumpyArray.Load(path));

    public static float[] Floats(NumpyArray array) => Array.ConvertAll(array.ToDoubles(), v => (float)v);

    /// <summary>The same value; zeros of either sign are equal, and so are all NaN.</summary>
    public static bool Same(float expected, float actual) => expected.Equals(actual) || expected == actual;

    public static void Near(float[] expected, float[] actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool near = Same(expected[i], actual[i]) || Math.Abs((double)expected[i] - actual[i]) <= relative * Math.Abs((double)expected[i]);
            Assert.True(near, $"element {i} is {actual[i]:R}, recorded {expected[i]:R}");
        }
    }
}
