using OneBit.IR;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>Networks trained on Fashion-MNIST: logits of the first test images within 1e-3, but for one image in a hundred (a tie in front of a quantizer may fall otherwise).</summary>
public sealed class TrainedNetworkTests
{
    private const int Images = 256;

    /// <summary>Executor and network.</summary>
    public static TheoryData<string, string> Networks => Rows.Of(ModelCase.Named("fashion", "lce.tflite"));

    [Theory]
    [MemberData(nameof(Networks))]
    public void Trained_network_gives_the_recorded_logits(string executor, string name)
    {
        ModelCase one = ModelCase.Of("fashion", name);
        Graph graph = Models.Read(one.Model);
        double[] actual = Executors.Run(executor, graph, [Normalized(NumpyArray.Load(Shared.Path("golden", "fashion", "test512", "images.npy")))], Images)[0].ToDoubles();
        double[] expected = NumpyArray.Load(Path.Combine(one.Folder, "lce_logits_256.npy")).ToDoubles();
        Assert.Equal(expected.Length, actual.Length);
        int classes = expected.Length / Images;
        int off = Enumerable.Range(0, Images).Count(i => Enumerable.Range(i * classes, classes).Any(k => !(Math.Abs(actual[k] - expected[k]) <= 1e-3)));
        Assert.InRange(off, 0, Images / 100);
    }

    private static NumpyArray Normalized(NumpyArray images)
    {
        float[] values = Array.ConvertAll(images.ToDoubles(), v => ((float)v / 127.5f) - 1);
        return NumpyArray.Of(images.Shape, values);
    }
}
