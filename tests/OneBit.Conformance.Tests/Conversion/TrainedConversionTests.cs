using OneBit.Converter;
using OneBit.Passes;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>Networks trained on Fashion-MNIST, converted: logits of the first test images within 1e-4 of Keras's, image by image.</summary>
public sealed class TrainedConversionTests
{
    private const int Images = 256;

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
            int[] off = [.. Enumerable.Range(0, Images).Where(i => Enumerable.Range(i * classes, classes).Any(k => !(Math.Abs(actual[k] - expected[k]) <= 1e-4)))];
            KnownDifferences.CheckImages(way, name, off);
        }
    }

    private static NumpyArray Normalized(NumpyArray images)
    {
        float[] values = Array.ConvertAll(images.ToDoubles(), v => ((float)v / 127.5f) - 1);
        return NumpyArray.Of([.. images.Shape, 1], values);
    }
}
