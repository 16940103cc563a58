using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics.Tensors;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>A trained network on all 10,000 test images of Fashion-MNIST (Debian: dataset-fashion-mnist): the recorded classes, and so the recorded accuracy.</summary>
public sealed class WholeTestSetTests
{
    private const string Folder = "/usr/share/datasets/fashion-mnist";
    private const int Images = 10_000;
    private const int Pixels = 28 * 28;
    private const double RecordedAccuracy = 0.8837;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_recorded_accuracy_is_reached_with_the_recorded_classes(int threads)
    {
        string network = Shared.Path("golden", "fashion", "bipolar-plain");
        Assert.SkipUnless(Directory.Exists(Folder), $"needs the Debian package dataset-fashion-mnist ({Folder})");
        byte[] images = Idx("t10k-images-idx3-ubyte.gz", 0x803, headerWords: 4, Images * Pixels);
        byte[] labels = Idx("t10k-labels-idx1-ubyte.gz", 0x801, headerWords: 2, Images);
        double[] recorded = NumpyArray.Load(Path.Combine(network, "lce_argmax_10000.npy")).ToDoubles();

        using var model = Model.Load(Path.Combine(network, "lce.tflite"));
        using Session session = model.CreateSession(new SessionOptions { Threads = threads });
        float[] x = new float[Pixels], logits = new float[10];
        int right = 0, other = 0;
        for (int i = 0; i < Images; i++)
        {
            for (int p = 0; p < Pixels; p++)
                x[p] = (images[(i * Pixels) + p] / 127.5f) - 1;
            session.Run(x, logits, TestContext.Current.CancellationToken);
            int best = TensorPrimitives.IndexOfMax(logits);
            right += best == labels[i] ? 1 : 0;
            other += best == (int)recorded[i] ? 0 : 1;
        }
        Assert.Equal(0, other);
        Assert.Equal(RecordedAccuracy, (double)right / Images);
    }

    private static byte[] Idx(string name, int magic, int headerWords, int count)
    {
        using var unzipped = new GZipStream(File.OpenRead(Path.Combine(Folder, name)), CompressionMode.Decompress);
        byte[] header = new byte[headerWords * sizeof(int)], values = new byte[count];
        unzipped.ReadExactly(header);
        Assert.Equal(magic, BinaryPrimitives.ReadInt32BigEndian(header));
        unzipped.ReadExactly(values);
        return values;
    }
}
