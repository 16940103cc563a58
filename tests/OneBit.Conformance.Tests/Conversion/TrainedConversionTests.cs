using OneBit.Converter;
using OneBit.Passes;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>
/// Networks trained on Fashion-MNIST, converted: logits of the first test images within 1e-4 of Keras's, image by image.
/// Fake quantization is kept, and rounds: behind a mean over 16 pixels every sixteenth value is an exact tie between two steps, which the order of the mean's float32 sum decides.
/// So at most one image in eight, and none by more than one step of the logits, may differ there; the class of every image is Keras's.
/// </summary>
public sealed class TrainedConversionTests
{
    private const int Images = 256;

    private const string FakeQuantized = "int8-float-weights";
    private const double Step = 12.0 / 255;

    private static readonly Lazy<CustomObjects> Customs = new(() => CustomsFile.Read(Shared.Path("tools", "fashion-customs.json")));

    /// <summary>Networks.</summary>
    public static TheoryData<string> Networks => [.. ModelCase.Named("fashion", "model.h5").DefaultIfEmpty("recorded data is absent")];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Imported_network_gives_the_logits_of_Keras(string name) => Check("imported", name, (model, images) => model.Imported(images, plainLoops: false));

    [Theory]
    [MemberData(nameof(Networks))]
    public void Converted_for_OneBit_it_gives_the_logits_of_Keras(string name) => Check("onebit", name, (model, images) => KerasModel.OnRuntime(model.Convert(ConversionTarget.OneBit), images));

    [Theory]
    [MemberData(nameof(Networks))]
    public void Converted_for_LCE_it_gives_the_logits_of_Keras(string name) => Check("lce", name, (model, images) => KerasModel.OnRuntime(model.Convert(ConversionTarget.Lce), images));

    [Theory]
    [MemberData(nameof(Networks))]
    public void Converted_for_LCE_it_gives_the_logits_of_Keras_on_the_stock_engine(string name)
    {
        foreach (string mode in (string[])["default", "indirect"])
            Check("stock", name, (model, images) => KerasModel.OnStock(model.Convert(ConversionTarget.Lce), images, mode));
    }

    // Both file formats. The images that may differ are listed.
    private static void Check(string way, string name, Func<KerasModel, NumpyArray, NumpyArray> run)
    {
        Shared.Require();
        ModelCase one = ModelCase.Of("fashion", name);
        NumpyArray images = Normalized(NumpyArray.Load(Shared.Path("golden", "fashion", "test512", "images.npy"))).First(Images);
        double[] expected = NumpyArray.Load(Path.Combine(one.Folder, "keras_logits_256.npy")).ToDoubles();
        foreach (string file in Conversions.Files(one))
        {
            double[] actual = run(new KerasModel(file) { Customs = Customs.Value }, images).ToDoubles();
            Assert.Equal(expected.Length, actual.Length);
            int classes = expected.Length / Images;
            int[] off = Off(1e-4);
            if (name != FakeQuantized)
            {
                KnownDifferences.CheckImages(way, name, off);
                continue;
            }
            Assert.InRange(off.Length, 0, Images / 8);
            Assert.Empty(Off(Step + 1e-4));
            Assert.All(Enumerable.Range(0, Images), i => Assert.Equal(Best(expected, i), Best(actual, i)));

            int[] Off(double tolerance) => [.. Enumerable.Range(0, Images).Where(i => Enumerable.Range(i * classes, classes).Any(k => !(Math.Abs(actual[k] - expected[k]) <= tolerance)))];

            int Best(double[] logits, int image) => Enumerable.Range(0, classes).MaxBy(k => logits[(image * classes) + k]);
        }
    }

    private static NumpyArray Normalized(NumpyArray images)
    {
        float[] values = Array.ConvertAll(images.ToDoubles(), v => ((float)v / 127.5f) - 1);
        return NumpyArray.Of([.. images.Shape, 1], values);
    }
}
